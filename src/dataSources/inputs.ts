/**
 * Inputs of the data sources. A step hands its own inputs to a data source by key, so the keys here are those of the
 * actions: `entityType` is a table wherever it occurs, `entityId` a record or, on definitions, a table.
 */
import { textInput } from "../inputs/cleanedInput";
import { optionalText, requiredText } from "../inputs/clean/text";

const searchText = {
  label: "Search",
  required: false,
  placeholder: "Enter part of a name",
  clean: optionalText,
} as const;

export const search = textInput({
  ...searchText,
  comments: "Part of the names of the records to list. When empty, the first 5,000 records by name are listed.",
  example: "Contoso",
});

export const userSearch = textInput({
  ...searchText,
  comments:
    "Part of the names or email addresses of the users to list. When empty, the first 5,000 users by name are listed.",
  example: "Tanaka",
});

/** The table of a column, for steps on records. */
export const tableOfRecords = textInput({
  label: "Entity Type",
  required: false,
  placeholder: "Enter entity type",
  comments:
    "The type of Entity whose records the fields are read from, usually a pluralized name. The values are then names of fields in a record; a lookup's is _primarycontactid_value.",
  example: "accounts",
  dataSource: "entityTypes",
  clean: optionalText,
});

/** The table of a column, for steps on definitions. */
export const tableOfDefinitions = textInput({
  label: "Entity ID",
  required: false,
  placeholder: "Enter entity ID",
  comments:
    "The MetadataId or the logical name of the table whose columns are listed. It is used when Entity Type is empty; the values are then logical names.",
  example: "account",
  dataSource: "tables",
  clean: optionalText,
});

const fieldName = {
  label: "Field",
  required: true,
  placeholder: "Enter field name",
  dataSource: "attributes",
} as const;

export const choiceField = textInput({
  ...fieldName,
  comments: "The choice column: its logical name.",
  example: "industrycode",
  clean: (label) => requiredText(label, "for example industrycode"),
});

export const lookupField = textInput({
  ...fieldName,
  comments: "The lookup column: its logical name, or _primarycontactid_value as records show it.",
  example: "primarycontactid",
  clean: (label) => requiredText(label, "for example primarycontactid"),
});
