import { input } from "@prismatic-io/spectral";
import { boolean, objectValue, requiredText, textList } from "./clean/text";
import { fieldList, optionalETag, optionalGuid, recordKey } from "./clean/records";

/** Inputs that address a record and say what it holds. */

export const entityType = input({
  label: "Entity Type",
  type: "string",
  required: true,
  placeholder: "Enter entity type",
  comments:
    "The type of Entity, usually a pluralized name: the entity set name of the table. A logical name or a display name is resolved to it.",
  example: "accounts",
  dataSource: "entityTypes",
  clean: requiredText("Entity Type", "for example accounts"),
});

export const entityId = input({
  label: "Entity ID",
  type: "string",
  required: true,
  placeholder: "Enter entity ID",
  comments:
    "The ID of a specific Entity record: its GUID, or the columns of an alternate key with text in apostrophes (accountnumber='A-1').",
  example: "11111111-2222-3333-4444-555555555555",
  dataSource: "entities",
  clean: recordKey("Entity ID"),
});

export const dynamicValues = input({
  label: "Dynamic Values",
  type: "data",
  required: false,
  placeholder: "Reference an object",
  comments:
    "The record's columns and values as an object, JSON text or key/value pairs, sent as they are; a lookup is written with its navigation property and @odata.bind.",
  example:
    '{"name": "Contoso", "revenue": 5000000, "primarycontactid@odata.bind": "/contacts(11111111-2222-3333-4444-555555555555)"}',
  clean: objectValue("Dynamic Values"),
});

export const fieldValues = input({
  label: "Field Value",
  type: "string",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Enter value",
  comments:
    "The names of the fields and their values to use when creating/updating a record. Each text is converted to the column's type: a choice by value or label, a lookup as table(id), a date as 2024-05-31T14:30:00Z. These values win over Dynamic Values.",
  example: "account(11111111-2222-3333-4444-555555555555)",
  clean: fieldList("Field Value"),
});

export const returnRecord = input({
  label: "Return Record",
  type: "boolean",
  required: false,
  default: "true",
  placeholder: "true",
  comments:
    "When true, the whole record is returned after the write. When false, only its identity is, which is faster.",
  example: "false",
  clean: boolean("Return Record", true),
});

export const returnFieldNames = input({
  label: "Return Field Name",
  type: "string",
  collection: "valuelist",
  required: false,
  placeholder: "Enter field name",
  comments: "The names of the fields to return when Return Record is true. When empty, all fields are returned.",
  example: "accountnumber",
  dataSource: "attributes",
  clean: textList("Return Field Name"),
});

export const recordId = input({
  label: "Record ID",
  type: "string",
  required: false,
  placeholder: "Enter record ID",
  comments:
    "A GUID for the new record. With it the create is safe to repeat: a second attempt never creates a second record. When empty, Dataverse chooses one.",
  example: "11111111-2222-3333-4444-555555555555",
  clean: optionalGuid("Record ID"),
});

export const etag = input({
  label: "ETag",
  type: "string",
  required: false,
  placeholder: "Enter ETag",
  comments:
    "The @odata.etag of the record as it was read. When given, a record that has changed since is left as it is and the step fails.",
  example: 'W/"5001"',
  clean: optionalETag("ETag"),
});

export const fieldNames = input({
  label: "Field Name",
  type: "string",
  collection: "valuelist",
  required: false,
  placeholder: "Enter field name",
  comments:
    "The names of the fields to retrieve. A lookup's ID is read as _primarycontactid_value. When empty, all fields are retrieved.",
  example: "name",
  dataSource: "attributes",
  clean: textList("Field Name"),
});

export const expandPropertyNames = input({
  label: "Expand Property Name",
  type: "string",
  collection: "valuelist",
  required: false,
  placeholder: "Enter navigation property",
  comments:
    "The names of entity properties to linked entities that should be included, optionally with query options in parentheses.",
  example: "primarycontactid($select=fullname,emailaddress1)",
  dataSource: "relationships",
  clean: textList("Expand Property Name"),
});
