/** Inputs that address a record and give its values. */
import { booleanInput, cleanedInput, textInput } from "./cleanedInput";
import { objectValue } from "./clean/keyValues";
import { textList } from "./clean/lists";
import { fieldList, optionalETag, optionalGuid, recordKey } from "./clean/records";
import { requiredText } from "./clean/text";

export const entityType = textInput({
  label: "Entity Type",
  required: true,
  placeholder: "Enter entity type",
  comments:
    "The type of Entity, usually a pluralized name: the entity set name of the table. A logical name or a display name is resolved to it.",
  example: "accounts",
  dataSource: "entityTypes",
  clean: (label) => requiredText(label, "for example accounts"),
});

export const entityId = textInput({
  label: "Entity ID",
  required: true,
  placeholder: "Enter entity ID",
  comments:
    "The ID of a specific Entity record: its GUID, or the columns of an alternate key with text in apostrophes (accountnumber='A-1').",
  example: "11111111-2222-3333-4444-555555555555",
  dataSource: "entities",
  clean: recordKey,
});

export const dynamicValues = cleanedInput({
  label: "Dynamic Values",
  type: "data",
  required: false,
  placeholder: "Reference an object",
  comments:
    "The record's columns and values as an object, JSON text or key/value pairs, sent unchanged; a lookup is written with its navigation property and @odata.bind.",
  example:
    '{"name": "Contoso", "revenue": 5000000, "primarycontactid@odata.bind": "/contacts(11111111-2222-3333-4444-555555555555)"}',
  clean: objectValue,
});

export const fieldValues = textInput({
  label: "Field Value",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Enter value",
  comments:
    "The names of the fields and their values to use when creating/updating a record. Each text is converted to the column's type: a choice by value or label, a lookup as table(id), a date as 2024-05-31T14:30:00Z. These values take precedence over Dynamic Values.",
  example: "account(11111111-2222-3333-4444-555555555555)",
  clean: fieldList,
});

export const returnRecord = booleanInput({
  label: "Return Record",
  required: false,
  default: true,
  comments:
    "When true, the complete record is returned after the write. When false, only its entity set name and ID are returned, which is faster.",
});

export const returnFieldNames = textInput({
  label: "Return Field Name",
  collection: "valuelist",
  required: false,
  placeholder: "Enter field name",
  comments: "The names of the fields to return when Return Record is true. When empty, all fields are returned.",
  example: "accountnumber",
  dataSource: "attributes",
  clean: textList,
});

export const recordId = textInput({
  label: "Record ID",
  required: false,
  placeholder: "Enter record ID",
  comments:
    "A GUID for the new record. With it the create is safe to retry: a second attempt never creates a second record. When empty, Dataverse generates one.",
  example: "11111111-2222-3333-4444-555555555555",
  clean: optionalGuid,
});

export const etag = textInput({
  label: "ETag",
  required: false,
  placeholder: "Enter ETag",
  comments:
    "The @odata.etag of the record when it was read. When given, the step fails and does not touch the record if it has changed since.",
  example: 'W/"5001"',
  clean: optionalETag,
});

export const fieldNames = textInput({
  label: "Field Name",
  collection: "valuelist",
  required: false,
  placeholder: "Enter field name",
  comments:
    "The names of the fields to retrieve. A lookup's ID is read as _primarycontactid_value. When empty, all fields are retrieved.",
  example: "name",
  dataSource: "attributes",
  clean: textList,
});

export const expandPropertyNames = textInput({
  label: "Expand Property Name",
  collection: "valuelist",
  required: false,
  placeholder: "Enter navigation property",
  comments:
    "The names of entity properties to linked entities that should be included, optionally with query options in parentheses.",
  example: "primarycontactid($select=fullname,emailaddress1)",
  dataSource: "relationships",
  clean: textList,
});
