import { booleanInput, cleanedInput, textInput } from "../../inputs/cleanedInput";
import { optionalTimestamp } from "../../inputs/clean/dates";
import { textList } from "../../inputs/clean/lists";
import { filter } from "../../inputs/clean/queries";
import { oneOf } from "../../inputs/clean/text";
import { connection } from "../../inputs/connection";
import { entityType, expandPropertyNames, fieldNames } from "../../inputs/records";

const lookBackDate = textInput({
  label: "Look-back Date",
  required: false,
  placeholder: "Enter date",
  comments:
    "The first poll returns the changes since this date, in UTC when no zone is given. When empty, only changes after the first poll are returned.",
  example: "2026-01-31T00:00:00Z",
  clean: optionalTimestamp,
});

const filterExpression = textInput({
  label: "Filter Expression",
  required: false,
  placeholder: "Enter filter expression",
  comments:
    "The filter expression that new and updated records must match, in OData's syntax with text in apostrophes. Deleted records are returned regardless of it.",
  example: "statecode eq 0 and startswith(name,'Contoso')",
  clean: filter,
});

const showNewRecords = booleanInput({
  label: "Show New Records",
  required: false,
  default: true,
  comments: "When true, records created since the previous poll are returned.",
});

const showUpdatedRecords = booleanInput({
  label: "Show Updated Records",
  required: false,
  default: true,
  comments: "When true, records updated since the previous poll are returned.",
});

const showDeletedRecords = booleanInput({
  label: "Show Deleted Records",
  required: false,
  default: false,
  comments:
    "When true, the IDs of deleted records are returned. The table must have Track changes switched on, and the connection needs read access to all records of the table.",
});

const watchedFieldNames = textInput({
  label: "Watched Field Name",
  collection: "valuelist",
  required: false,
  placeholder: "Enter field name",
  comments:
    "An updated record is returned only when one of these fields changed since it was last seen. When empty, any update counts.",
  example: "statuscode",
  dataSource: "attributes",
  clean: textList,
});

const ignoreOwnChanges = booleanInput({
  label: "Ignore Own Changes",
  required: false,
  default: false,
  comments:
    "When true, records that the connection's own user modified last are left out, so that a flow does not react to its own writes. Deleted records do not show who deleted them.",
});

const readingMethod = cleanedInput({
  label: "Reading Method",
  type: "string",
  required: false,
  default: "auto",
  placeholder: "Select reading method",
  comments:
    "How changes are found: by change tracking where the table has it switched on and by modified date elsewhere (auto), or always by one of the two.",
  example: "auto",
  model: [
    { label: "Auto", value: "auto" },
    { label: "Change Tracking", value: "changeTracking" },
    { label: "Modified Date", value: "modifiedDate" },
  ],
  clean: (label) => oneOf(label, ["auto", "changeTracking", "modifiedDate"], "auto"),
});

const reconcileDeletes = booleanInput({
  label: "Reconcile Deletes",
  required: false,
  default: false,
  comments:
    "When true, the IDs of the table's records are kept, up to 250,000, so that deletes are found even when Dynamics no longer knows the position of the last poll.",
});

/** In the order of the designer: those of the published trigger first. */
export const inputs = {
  connection,
  entityType,
  lookBackDate,
  filterExpression,
  showNewRecords,
  showUpdatedRecords,
  showDeletedRecords,
  fieldNames,
  watchedFieldNames,
  expandPropertyNames,
  ignoreOwnChanges,
  readingMethod,
  reconcileDeletes,
};
