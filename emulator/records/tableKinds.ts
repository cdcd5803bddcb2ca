import { DataverseFault } from "../faults";
import type { Table } from "../metadata/model";

/**
 * Base tables (`owners`, `activitypointers`) and intersect tables show rows that are written elsewhere.
 *
 * @throws DataverseFault 400 0x80040800
 */
export function checkHoldsRows(table: Table, message: "Create" | "Update" | "Delete"): void {
  if (table.unionOf === undefined && !table.isIntersect) return;
  throw new DataverseFault(
    400,
    "0x80040800",
    `The '${message}' method does not support entities of type '${table.logicalName}'.`,
  );
}
