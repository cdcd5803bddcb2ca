import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { Table } from "../metadata/model";
import { sqlName } from "../organization/store/naming";
import type { Store } from "../organization/store/store";
import type { StoredRow } from "./rows";
import { rounded } from "./values";

const baseDecimals = 4;

/**
 * A row that holds money holds its currency, that currency's exchange rate at the time, and every amount again in the
 * organization's base currency: amount divided by rate [Currency].
 *
 * @throws ServiceError 400 0x80048cfb when the currency is cleared although amounts remain.
 */
export function currency(store: Store, table: Table, current: StoredRow | undefined, change: StoredRow): StoredRow {
  const amounts = moneyColumns(table);
  if (amounts.length === 0 || !table.columns.has("transactioncurrencyid")) return {};
  const isTouched = "transactioncurrencyid" in change || amounts.some((name) => name in change);
  if (!isTouched) return {};

  const next = { ...current, ...change };
  const hasMoney = amounts.some((name) => (next[name] ?? null) !== null);
  if (hasMoney && change["transactioncurrencyid"] === null) {
    throw new ServiceError(errors.CurrencyCannotBeNullDueToNonNullMoneyFields, "The currency cannot be null.");
  }
  const currencyId = next["transactioncurrencyid"] ?? (hasMoney ? baseCurrencyId(store) : null);
  const isNewCurrency = currencyId !== (current?.["transactioncurrencyid"] ?? null);
  const rate = isNewCurrency ? exchangeRate(store, currencyId) : (next["exchangerate"] ?? 1);
  const derived: StoredRow = { transactioncurrencyid: currencyId };
  if (table.columns.has("exchangerate")) derived["exchangerate"] = rate;
  for (const name of amounts) {
    const amount = next[name] ?? null;
    const base = amount === null ? null : rounded(Number(amount) / Number(rate ?? 1), baseDecimals);
    if (table.columns.has(`${name}_base`)) derived[`${name}_base`] = base;
  }
  return derived;
}

function moneyColumns(table: Table): string[] {
  return [...table.columns.values()]
    .filter((column) => column.type === "Money" && !column.logicalName.endsWith("_base"))
    .map((column) => column.logicalName);
}

function baseCurrencyId(store: Store): string | null {
  const row = store.database.get(`SELECT basecurrencyid FROM ${sqlName("organization")} LIMIT 1`);
  return row === undefined ? null : String(row["basecurrencyid"]);
}

function exchangeRate(store: Store, currencyId: StoredRow[string]): number | null {
  if (currencyId === null) return null;
  const row = store.database.get(
    `SELECT exchangerate FROM ${sqlName("transactioncurrency")} WHERE transactioncurrencyid = ?`,
    [currencyId],
  );
  return Number(row?.["exchangerate"] ?? 1);
}
