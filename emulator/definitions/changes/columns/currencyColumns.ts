/** A table's first money column brings its currency and the rate at which amounts are kept in the base currency. */
import { buildColumn, buildRelationship, withCompanions } from "../../../metadata/define";
import type { Column, OneToMany, Table } from "../../../metadata/model";
import { currency } from "../../../organization/seed/tables/systemColumns";
import type { ChangeContext } from "../request/changeContext";

export interface WithCurrency {
  table: Table;
  relationships: OneToMany[];
}

export function withCurrency(context: ChangeContext, table: Table): WithCurrency {
  const { columns, relationships } = currencyFor(context, table, [...table.columns.values()]);
  const all = new Map(table.columns);
  for (const column of columns) all.set(column.logicalName, column);
  return { table: { ...table, columns: all }, relationships };
}

/** The columns that the table also needs with these columns. */
export function currencyFor(
  context: ChangeContext,
  table: Table,
  added: Column[],
): { columns: Column[]; relationships: OneToMany[] } {
  const isNeeded = added.some(({ type }) => type === "Money") && !table.columns.has("transactioncurrencyid");
  if (!isNeeded) return { columns: [], relationships: [] };
  const specs = currency(`TransactionCurrency_${table.logicalName}`);
  return {
    columns: specs.flatMap(withCompanions).map((each) => ({
      ...buildColumn(table.logicalName, each),
      metadataId: context.newId(),
      isCustom: false,
    })),
    relationships: specs.flatMap((each) =>
      each.references.map((reference) => ({
        ...buildRelationship(table, each, reference),
        metadataId: context.newId(),
        referencedColumn: "transactioncurrencyid",
        isCustom: table.isCustom,
      })),
    ),
  };
}
