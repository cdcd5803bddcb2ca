/** Rows that a query found, with their expanded rows, before they are written as JSON. */
import type { SqlRow } from "../../organization/store/database";

export interface Row {
  values: SqlRow;
  /** By navigation property. */
  expanded: Map<string, ExpandedValue>;
}

export type ExpandedValue =
  | { kind: "reference"; id: string | null }
  | { kind: "single"; row: Row | null }
  | { kind: "collection"; rows: Row[]; nextLink?: string };
