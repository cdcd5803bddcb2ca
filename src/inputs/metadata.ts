import { input } from "@prismatic-io/spectral";
import { filter } from "./clean/queries";
import { boolean, labelList, objectValue, optionalText, requiredText, textList } from "./clean/text";

/** Inputs of the actions on definitions of tables and columns. */

const exampleBody = {
  AttributeType: "Money",
  AttributeTypeName: {
    Value: "MoneyType",
  },
  Description: {
    "@odata.type": "Microsoft.Dynamics.CRM.Label",
    LocalizedLabels: [
      {
        "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel",
        Label: "Enter the balance amount",
        LanguageCode: 1033,
      },
    ],
  },
  DisplayName: {
    "@odata.type": "Microsoft.Dynamics.CRM.Label",
    LocalizedLabels: [
      {
        "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel",
        Label: "Balance",
        LanguageCode: 1033,
      },
    ],
  },
  RequiredLevel: {
    Value: "None",
    CanBeChanged: true,
    ManagedPropertyLogicalName: "canmodifyrequirementlevelsettings",
  },
  SchemaName: "new_Balance",
  "@odata.type": "Microsoft.Dynamics.CRM.MoneyAttributeMetadata",
  PrecisionSource: 2,
};

export const tableName = input({
  label: "Entity Type",
  type: "string",
  required: true,
  placeholder: "Enter entity type",
  comments:
    "The type of Entity to retrieve metadata for: the logical name, which is the singular name, the entity set name, or the MetadataId.",
  example: "account",
  dataSource: "tables",
  clean: requiredText("Entity Type", "for example account"),
});

export const lookupField = input({
  label: "Use Logical Name for Lookup",
  type: "boolean",
  required: false,
  default: "true",
  placeholder: "true",
  comments: "When true, Entity Type is a name of the table. When false, it is the table's MetadataId.",
  example: "false",
  clean: boolean("Use Logical Name for Lookup", true),
});

export const tableId = input({
  label: "Entity ID",
  type: "string",
  required: true,
  placeholder: "Enter entity ID",
  comments: "The ID of a specific Entity: the MetadataId or the logical name of the table.",
  example: "account",
  dataSource: "tables",
  clean: requiredText("Entity ID", "a table's MetadataId or logical name, for example account"),
});

export const attributeType = input({
  label: "Attribute Type",
  type: "string",
  placeholder: "Enter attribute type",
  comments:
    "The type of Attribute to query: BigInt, Boolean, Customer, DateTime, Decimal, Double, File, Image, Integer, Lookup, Memo, Money, MultiSelectPicklist, Owner, PartyList, Picklist, State, Status, String, UniqueIdentifier or Virtual. When empty, columns of every type are queried.",
  example: "Picklist",
  clean: optionalText("Attribute Type"),
});

export const attributeName = input({
  label: "Attribute Type",
  type: "string",
  placeholder: "Enter attribute",
  comments: "The Attribute to query: its logical name or MetadataId, optionally followed by a slash and its type.",
  example: "industrycode/Picklist",
  dataSource: "attributes",
  clean: optionalText("Attribute Type"),
});

export const definitionFilter = input({
  label: "Filter Expression",
  type: "string",
  required: false,
  placeholder: "Enter filter expression",
  comments:
    "The filter expression that is used for querying columns by properties of their definitions, in OData's syntax.",
  example: "IsCustomAttribute eq true and IsValidForUpdate eq true",
  clean: filter("Filter Expression"),
});

export const definitionFieldNames = input({
  label: "Field Name",
  type: "string",
  collection: "valuelist",
  required: false,
  placeholder: "Enter property name",
  comments:
    "The names of the fields to retrieve: properties of the column's definition. When empty, all of them are retrieved.",
  example: "SchemaName",
  clean: textList("Field Name"),
});

export const definitionExpandPropertyNames = input({
  label: "Expand Property Name",
  type: "string",
  collection: "valuelist",
  required: false,
  placeholder: "Enter navigation property",
  comments:
    "The names of entity properties to linked entities that should be included, such as the choices of a choice column; they need the column's type.",
  example: "OptionSet",
  clean: textList("Expand Property Name"),
});

const attributeBody = {
  label: "Attribute Body",
  type: "code",
  language: "json",
  required: true,
  default: JSON.stringify(exampleBody, null, 2),
  placeholder: "Enter attribute body",
  clean: objectValue("Attribute Body"),
} as const;

export const newAttribute = input({
  ...attributeBody,
  comments: "Attribute body payload to send: the definition of the new column, with its schema name, type and label.",
  example: JSON.stringify(exampleBody),
});

export const changedAttribute = input({
  ...attributeBody,
  comments:
    "Attribute body payload to send: the members of the column's definition that change, and its schema name or logical name. What is left out stays as it is.",
  example: JSON.stringify({ LogicalName: "revenue", RequiredLevel: { Value: "Recommended" } }),
});

export const publish = input({
  label: "Publish",
  type: "boolean",
  required: false,
  default: "false",
  placeholder: "false",
  comments: "When true, the table's customizations are published after the change, so that forms and views show it.",
  example: "true",
  clean: boolean("Publish", false),
});

export const solutionUniqueName = input({
  label: "Solution Unique Name",
  type: "string",
  required: false,
  placeholder: "Enter solution unique name",
  comments:
    "The unique name of the unmanaged solution that the change is made part of. When empty, it is the default solution.",
  example: "ContosoCustomizations",
  dataSource: "solutions",
  clean: optionalText("Solution Unique Name"),
});

export const defaultSelectedRecordTypes = input({
  label: "Default Selected Entity Types",
  type: "string",
  collection: "valuelist",
  required: false,
  placeholder: "Enter entity type",
  comments: "The names of the Entity Types to default in a selected state.",
  example: "account",
  dataSource: "tables",
  clean: labelList("Default Selected Entity Types"),
});

export const recordTypeFilter = input({
  label: "Entity Type Filter",
  type: "string",
  collection: "valuelist",
  required: false,
  placeholder: "Enter entity type",
  comments:
    "The names or labels of the Entity Types to include; if blank then all types are included. Uses case-insensitive matching.",
  example: "contact",
  dataSource: "tables",
  clean: labelList("Entity Type Filter"),
});

export const includeAllCustomRecordTypes = input({
  label: "Include All Custom Entity Types",
  type: "boolean",
  default: "true",
  placeholder: "true",
  comments: "When true, will include all Custom Entity Types, even those not included in Entity Type Filter.",
  example: "false",
  clean: boolean("Include All Custom Entity Types", true),
});

export const includeOnlyTopLevelRecordTypes = input({
  label: "Include Only Top Level Record Types",
  type: "boolean",
  default: "false",
  placeholder: "false",
  comments:
    "When true, will include only Entity Types that are top-level, meaning not subtypes of other Types, regardless of other filters.",
  example: "true",
  clean: boolean("Include Only Top Level Record Types", false),
});
