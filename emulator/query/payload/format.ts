/**
 * Formatted values: what a person reads, `$20,000.00` for 20000. The emulator's users read American English and live
 * in UTC ([QuerySelect], "Formatted values").
 */
import type { Catalog } from "../../metadata/catalog";
import type { Choice, Column } from "../../metadata/model";
import type { SqlValue } from "../../organization/store/database";
import type { Currency } from "./currencies";

/** The text for every type but lookups, whose text is the name of another row. */
export function formattedText(
  catalog: Catalog,
  column: Column,
  value: Exclude<SqlValue, null>,
  currency: Currency | undefined,
): string | undefined {
  switch (column.type) {
    case "Integer":
    case "BigInt":
      return numberText(value, 0);
    case "Decimal":
    case "Double":
      return numberText(value, column.precision ?? 2);
    case "Money":
      return moneyText(value, column.precision ?? 2, currency);
    case "Boolean":
    case "Picklist":
    case "State":
    case "Status":
      return labelOf(catalog, catalog.choices(column), Number(value)) ?? numberText(value, 0);
    case "MultiSelectPicklist":
      return multiChoiceText(catalog, catalog.choices(column), String(value));
    case "DateTime":
      return dateText(String(value), column.format === "DateOnly" || column.dateTimeBehavior === "DateOnly");
    case "EntityName":
      return entityNameText(catalog, String(value));
    case "Customer":
    case "File":
    case "Image":
    case "Lookup":
    case "ManagedProperty":
    case "Memo":
    case "Owner":
    case "PartyList":
    case "String":
    case "Uniqueidentifier":
    case "Virtual":
      return undefined;
  }
}

/** `-1,234.50` */
export function numberText(value: Exclude<SqlValue, null>, digits: number): string {
  const fixed = typeof value === "bigint" ? value.toString() : Number(value).toFixed(digits);
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(fixed) ?? [];
  if (whole === "") return fixed;
  const isZero = !/[1-9]/.test(fixed);
  return `${isZero ? "" : sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction}`;
}

/** Negative amounts stand in parentheses, as the American format of Dataverse has them. */
export function moneyText(value: Exclude<SqlValue, null>, digits: number, currency: Currency | undefined): string {
  const text = numberText(value, digits);
  const symbol = currency?.symbol ?? "";
  return text.startsWith("-") ? `(${symbol}${text.slice(1)})` : `${symbol}${text}`;
}

function labelOf(catalog: Catalog, choices: Choice[], value: number): string | undefined {
  const choice = choices.find((each) => each.value === value);
  return choice && catalog.label(choice.label);
}

function multiChoiceText(catalog: Catalog, choices: Choice[], values: string): string {
  return values
    .split(",")
    .map((each) => labelOf(catalog, choices, Number(each)) ?? each)
    .join("; ");
}

/** `M/d/yyyy h:mm tt`, `M/d/yyyy` */
export function dateText(stored: string, isDateOnly: boolean): string {
  const [, year = "", month = "", day = "", hour = "0", minute = "00"] =
    /^(\d+)-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(stored) ?? [];
  const date = `${Number(month)}/${Number(day)}/${year}`;
  if (isDateOnly) return date;
  return `${date} ${Number(hour) % 12 || 12}:${minute} ${Number(hour) < 12 ? "AM" : "PM"}`;
}

function entityNameText(catalog: Catalog, logicalName: string): string {
  const table = catalog.table(logicalName);
  return (table && catalog.label(table.displayName)) || logicalName;
}
