/**
 * Writes seed rows as the write side of the Web API would have: system columns, owner, defaults, base amounts and
 * composed names follow from what a row says. Everything is fixed (ids, dates, order), so that two seeds are equal.
 */
import { namedGuid } from "../../../metadata/ids";
import type { Column, Table } from "../../../metadata/model";
import type { SqlValue } from "../../store/database";
import { hasTypeColumn, isStored, sqlName, typeColumnName } from "../../store/naming";
import type { Store } from "../../store/store";

export interface Reference {
  table: string;
  id: string;
}

export type SeedValue = string | number | boolean | null | undefined | Uint8Array | Reference;
export type SeedRow = Record<string, SeedValue>;

/** The first working day of the seed organization; every row is written some minutes after the one before. */
const openingDay = Date.UTC(2024, 0, 8, 8, 30);
const minutesBetweenRows = 47;

export function stamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

export class SeedWriter {
  private written = 0;
  private readonly rates = new Map<string, number>();

  constructor(
    readonly store: Store,
    /** Who the rows are written by, and who owns them unless they say otherwise. */
    private readonly author: Reference,
    private readonly businessUnitOf: (owner: Reference) => string,
    private readonly baseCurrency: Reference,
  ) {}

  /** A reference to the row of that key, written or yet to be. */
  static reference(table: string, key: string): Reference {
    return { table, id: namedGuid(`row/${table}/${key}`) };
  }

  add(tableName: string, key: string, row: SeedRow): Reference {
    const reference = SeedWriter.reference(tableName, key);
    this.addAs(reference, row);
    return reference;
  }

  addAs({ table: tableName, id }: Reference, row: SeedRow): void {
    const table = this.tableOf(tableName);
    const filled: SeedRow = { ...this.systemValues(table), ...withComposites(row) };
    if (table.columns.has("ownerid")) Object.assign(filled, this.ownership(filled));
    if (table.columns.has("transactioncurrencyid")) Object.assign(filled, this.baseAmounts(table, filled));
    filled[table.primaryIdColumn] = id;
    const values = this.sqlValues(table, filled);
    const names = Object.keys(values);
    this.store.database.run(
      `INSERT INTO ${sqlName(tableName)} (${names.map(sqlName).join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
      Object.values(values),
    );
    const rate = row["exchangerate"];
    if (tableName === "transactioncurrency" && typeof rate === "number") this.rates.set(id, rate);
    this.written += 1;
  }

  /** A pair of an N:N relationship. */
  link(intersectTable: string, row: Record<string, string>): void {
    const id = namedGuid(`row/${intersectTable}/${Object.values(row).join("/")}`);
    const table = this.tableOf(intersectTable);
    const values = { [table.primaryIdColumn]: id, ...row, versionnumber: this.store.nextVersion() };
    this.store.database.run(
      `INSERT INTO ${sqlName(intersectTable)} (${Object.keys(values).map(sqlName).join(", ")})
        VALUES (${Object.keys(values)
          .map(() => "?")
          .join(", ")})`,
      Object.values(values),
    );
  }

  private tableOf(logicalName: string): Table {
    const table = this.store.catalog.table(logicalName);
    if (!table) throw new Error(`The seed writes to ${logicalName}, which is not defined.`);
    return table;
  }

  private systemValues(table: Table): SeedRow {
    const createdOn = openingDay + this.written * minutesBetweenRows * 60_000;
    const values: SeedRow = {
      createdon: stamp(createdOn),
      modifiedon: stamp(createdOn + (this.written % 5) * 86_400_000),
      createdby: this.author,
      modifiedby: this.author,
      versionnumber: this.store.nextVersion(),
      timezoneruleversionnumber: 4,
    };
    const known: SeedRow = {};
    for (const [name, value] of Object.entries(values)) if (table.columns.has(name)) known[name] = value;
    return { ...known, ...defaultsOf(table) };
  }

  private ownership(row: SeedRow): SeedRow {
    const owner = isReference(row["ownerid"]) ? row["ownerid"] : this.author;
    return {
      ownerid: owner,
      owningbusinessunit: { table: "businessunit", id: this.businessUnitOf(owner) },
      ...(owner.table === "team" ? { owningteam: owner } : { owninguser: owner }),
    };
  }

  /** Rows with money have a currency; each amount is kept in the base currency as well. */
  private baseAmounts(table: Table, row: SeedRow): SeedRow {
    const amounts = Object.keys(row).filter((name) => table.columns.get(name)?.type === "Money" && row[name] != null);
    if (amounts.length === 0 && !isReference(row["transactioncurrencyid"])) return {};
    const currency = isReference(row["transactioncurrencyid"]) ? row["transactioncurrencyid"] : this.baseCurrency;
    const rate = this.rates.get(currency.id) ?? 1;
    const result: SeedRow = { transactioncurrencyid: currency, exchangerate: rate };
    for (const name of amounts) result[`${name}_base`] = Math.round((Number(row[name]) / rate) * 10_000) / 10_000;
    return result;
  }

  private sqlValues(table: Table, row: SeedRow): Record<string, SqlValue> {
    const values: Record<string, SqlValue> = {};
    for (const [name, value] of Object.entries(row)) {
      const column = table.columns.get(name);
      if (!column || !isStored(table, column)) throw new Error(`The seed sets ${table.logicalName}.${name}.`);
      if (value === undefined) continue;
      if (!isReference(value)) values[name] = typeof value === "boolean" ? Number(value) : value;
      else Object.assign(values, lookupValues(column, value));
    }
    return values;
  }
}

function lookupValues(column: Column, reference: Reference): Record<string, SqlValue> {
  if (!column.targets?.includes(reference.table)) {
    throw new Error(`The seed points ${column.logicalName} at ${reference.table}.`);
  }
  const value = { [column.logicalName]: reference.id };
  return hasTypeColumn(column) ? { ...value, [typeColumnName(column)]: reference.table } : value;
}

/** Values a new row starts with: the first state, its default status, and the defaults of choices and two-options. */
export function defaultsOf(table: Table): SeedRow {
  const row: SeedRow = {};
  for (const column of table.columns.values()) {
    if (column.type === "Status") {
      const state = table.columns.get("statecode")?.choices?.find((choice) => choice.value === 0);
      row["statuscode"] = state?.defaultStatus;
    } else if (column.defaultValue !== undefined && isStored(table, column)) {
      row[column.logicalName] = column.defaultValue;
    }
  }
  return row;
}

/** `address1_composite` and the like are composed by the platform from their parts. */
function withComposites(row: SeedRow): SeedRow {
  const result = { ...row };
  for (const prefix of ["address1_", "address2_"]) {
    const part = (name: string): string => {
      const value = row[prefix + name];
      return typeof value === "string" ? value : "";
    };
    const place = [part("city"), [part("stateorprovince"), part("postalcode")].filter(Boolean).join(" ")];
    const lines = [part("line1"), part("line2"), place.filter(Boolean).join(", "), part("country")].filter(Boolean);
    if (lines.length > 0) result[`${prefix}composite`] = lines.join("\r\n");
  }
  return result;
}

function isReference(value: SeedValue): value is Reference {
  return typeof value === "object" && value !== null && "table" in value;
}
