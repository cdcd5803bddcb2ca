import { input } from "@prismatic-io/spectral";
import { optionalText, requiredText } from "../inputs/clean/text";

/**
 * Inputs of the data sources. A step hands its own inputs to a data source by key, so that the keys here are those of the
 * actions: `entityType` is a table wherever it occurs, `entityId` a record or, on definitions, a table.
 */

const searchText = {
  label: "Search",
  type: "string",
  required: false,
  placeholder: "Enter part of a name",
  clean: optionalText("Search"),
} as const;

export const search = input({
  ...searchText,
  comments: "Part of the names of the records to list. When empty, the first 5,000 records by name are listed.",
  example: "Contoso",
});

export const userSearch = input({
  ...searchText,
  comments:
    "Part of the names or email addresses of the users to list. When empty, the first 5,000 users by name are listed.",
  example: "Tanaka",
});

/** A column's owner, where the step is about records. */
export const tableOfRecords = input({
  label: "Entity Type",
  type: "string",
  required: false,
  placeholder: "Enter entity type",
  comments:
    "The type of Entity whose records the fields are read from, usually a pluralized name. The values are then names of fields in a record; a lookup's is _primarycontactid_value.",
  example: "accounts",
  dataSource: "entityTypes",
  clean: optionalText("Entity Type"),
});

/** A column's owner, where the step is about definitions. */
export const tableOfDefinitions = input({
  label: "Entity ID",
  type: "string",
  required: false,
  placeholder: "Enter entity ID",
  comments:
    "The MetadataId or the logical name of the table whose columns are listed. It is used when Entity Type is empty; the values are then logical names.",
  example: "account",
  dataSource: "tables",
  clean: optionalText("Entity ID"),
});

const fieldName = {
  label: "Field",
  type: "string",
  required: true,
  placeholder: "Enter field name",
  dataSource: "attributes",
} as const;

export const choiceField = input({
  ...fieldName,
  comments: "The choice column: its logical name.",
  example: "industrycode",
  clean: requiredText("Field", "for example industrycode"),
});

export const lookupField = input({
  ...fieldName,
  comments: "The lookup column: its logical name, or _primarycontactid_value as records show it.",
  example: "primarycontactid",
  clean: requiredText("Field", "for example primarycontactid"),
});
