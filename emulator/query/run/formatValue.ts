/** The formatted text of one value, outside of any row. */
import type { Column, Table } from "../../metadata/model";
import { RowWriter } from "../payload";
import type { SqlRow, SqlValue } from "../../organization/store/database";
import type { QueryContext } from "../model/context";

/**
 * `row` may hold what the text depends on: the currency of money, the `#type` of a lookup. Without it money has the
 * organization's base currency.
 */
export function formatValue(
  context: QueryContext,
  table: Table,
  column: Column,
  value: SqlValue,
  row: SqlRow = {},
): string | undefined {
  if (value === null) return undefined;
  const wanted = { formattedValue: true, lookupLogicalName: false, associatedNavigationProperty: false };
  const writer = new RowWriter(context, wanted, false);
  const values = { ...row, [column.logicalName]: value };
  const shape = { table, columns: [{ property: column.logicalName, column }], expansions: [] };
  writer.prepare([{ values, expanded: new Map() }], shape);
  return writer.formatted(column, value, values);
}
