import { type DataverseRecord, textMember } from "../../client";
import type { TableReference } from "../tables/names";
import type { ChangeTable } from "./changeTable";
import type { ChangedRow } from "./handed";

export type ReadingMethod = "auto" | "changeTracking" | "modifiedDate";

export interface ChangeQuery {
  entityType: TableReference;
  filterExpression: string | undefined;
  /** Columns to return; empty for all. */
  fieldNames: string[];
  expandPropertyNames: string[];
  /** An update counts only when one of these columns changed; empty for any column. */
  watchedFieldNames: string[];
  showNewRecords: boolean;
  showUpdatedRecords: boolean;
  showDeletedRecords: boolean;
  ignoreOwnChanges: boolean;
  readingMethod: ReadingMethod;
  reconcileDeletes: boolean;
  /** Changes from this time on are handed over by the first poll. Default: changes after the first poll. */
  lookBackDate: string | undefined;
}

export interface DeletedRecord {
  id: string;
}

export interface Changes {
  created: DataverseRecord[];
  updated: DataverseRecord[];
  deleted: DeletedRecord[];
}

export function countOf({ created, updated, deleted }: Changes): number {
  return created.length + updated.length + deleted.length;
}

/** The columns to read: those asked for, and those that the trigger itself needs. Empty for all. */
export function selectOf(query: ChangeQuery, { primaryIdColumn, columns }: ChangeTable): string[] {
  if (query.fieldNames.length === 0) return [];
  const own = ["createdon", "modifiedon", "overriddencreatedon"].filter((name) => columns.has(name));
  const modifier = query.ignoreOwnChanges && columns.has("modifiedby") ? ["_modifiedby_value"] : [];
  return [...new Set([...query.fieldNames, ...query.watchedFieldNames, primaryIdColumn, ...own, ...modifier])];
}

/** Identity, version and time of a row as it was read. */
export function changedRow(row: DataverseRecord, { primaryIdColumn }: ChangeTable): ChangedRow {
  const modifiedon = textMember(row, "modifiedon") ?? textMember(row, "createdon") ?? "";
  const modifiedMs = Date.parse(modifiedon);
  return {
    id: textMember(row, primaryIdColumn) ?? "",
    // `W/"700101"`: the row version. Elastic tables have another form, which also changes with every write.
    version: typeof row["@odata.etag"] === "string" ? row["@odata.etag"].replace(/^W\/"(.*)"$/, "$1") : modifiedon,
    modifiedMs: Number.isNaN(modifiedMs) ? 0 : modifiedMs,
  };
}

/**
 * An import may set `createdon` to the time of the original; the time of the import is then in `overriddencreatedon`.
 */
export function createdMs(row: DataverseRecord): number {
  const ms = Date.parse(textMember(row, "overriddencreatedon") ?? textMember(row, "createdon") ?? "");
  return Number.isNaN(ms) ? 0 : ms;
}
