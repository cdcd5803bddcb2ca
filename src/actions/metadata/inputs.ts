/** Inputs that several actions on definitions of columns share. */
import { booleanInput, cleanedInput, textInput } from "../../inputs/cleanedInput";
import { objectValue } from "../../inputs/clean/keyValues";
import { textList } from "../../inputs/clean/lists";
import { optionalText, requiredText } from "../../inputs/clean/text";

export const tableId = textInput({
  label: "Entity ID",
  required: true,
  placeholder: "Enter entity ID",
  comments: "The ID of a specific Entity: the MetadataId or the logical name of the table.",
  example: "account",
  dataSource: "tables",
  clean: (label) => requiredText(label, "a table's MetadataId or logical name, for example account"),
});

export const fieldNames = textInput({
  label: "Field Name",
  collection: "valuelist",
  required: false,
  placeholder: "Enter property name",
  comments:
    "The names of the fields to retrieve: properties of the column's definition. When empty, all of them are retrieved.",
  example: "SchemaName",
  clean: textList,
});

export const expandPropertyNames = textInput({
  label: "Expand Property Name",
  collection: "valuelist",
  required: false,
  placeholder: "Enter navigation property",
  comments:
    "The names of entity properties to linked entities that should be included, such as the choices of a choice column; they require the column's type.",
  example: "OptionSet",
  clean: textList,
});

/** A definition with what a new column needs. */
export const exampleBody = {
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

/** The actions that write a definition differ in which members it needs. */
export function attributeBody({ comments, example }: { comments: string; example: object }) {
  return cleanedInput({
    label: "Attribute Body",
    type: "code",
    language: "json",
    required: true,
    default: JSON.stringify(exampleBody, null, 2),
    placeholder: "Enter attribute body",
    comments,
    example: JSON.stringify(example),
    clean: objectValue,
  });
}

export const publish = booleanInput({
  label: "Publish",
  required: false,
  default: false,
  comments: "When true, the table's customizations are published after the change, so that forms and views show it.",
});

export const solutionUniqueName = textInput({
  label: "Solution Unique Name",
  required: false,
  placeholder: "Enter solution unique name",
  comments:
    "The unique name of the unmanaged solution that the change is added to. When empty, it is the default solution.",
  example: "ContosoCustomizations",
  dataSource: "solutions",
  clean: optionalText,
});
