import { randomUUID } from "node:crypto";
import type { Column, Table } from "../metadata/model";
import { isStored } from "../organization/store/naming";
import type { Store } from "../organization/store/store";
import type { StoredRow } from "./rows";

/**
 * Columns the platform fills from other columns of the same row: full names, address blocks, the type of an activity,
 * the companions of images and notes. Recomputed when one of their sources is written.
 */
export function computedColumns(
  store: Store,
  table: Table,
  id: string,
  current: StoredRow | undefined,
  change: StoredRow,
): StoredRow {
  const next = { ...current, ...change };
  const isTouched = (names: string[]): boolean => current === undefined || names.some((name) => name in change);
  const computed: StoredRow = {};
  for (const column of table.columns.values()) {
    const name = column.logicalName;
    if (name === "fullname" && isTouched(nameParts)) computed[name] = fullName(next);
    else if (name === "activitytypecode" && table.isActivity) computed[name] = table.logicalName;
    else if (name.endsWith("_composite")) {
      const address = name.slice(0, -"_composite".length);
      if (isTouched(addressParts.map((part) => `${address}_${part}`))) computed[name] = addressBlock(next, address);
    } else if (column.type === "Image" && name in change) {
      Object.assign(computed, imageCompanions(store, table, column, id, change));
    }
  }
  if (table.logicalName === "incident" && current === undefined) {
    computed["ticketnumber"] = ticketNumber(store, id, next);
  }
  if (table.logicalName === "annotation") Object.assign(computed, noteColumns(next));
  return onlyStored(table, computed);
}

const nameParts = ["firstname", "middlename", "lastname"];

/** The organization's default full name format: first, middle, last. */
function fullName(row: StoredRow): string | null {
  return joined(
    nameParts.map((part) => row[part]),
    " ",
  );
}

const addressParts = ["line1", "line2", "line3", "city", "stateorprovince", "postalcode", "country"];

/** Lines as the service writes them: street lines, then `city, state zip`, then the country. */
function addressBlock(row: StoredRow, address: string): string | null {
  const part = (name: string): StoredRow[string] => row[`${address}_${name}`] ?? null;
  const region = joined([part("stateorprovince"), part("postalcode")], " ");
  const place = joined([part("city"), region], ", ");
  return joined([part("line1"), part("line2"), part("line3"), place, part("country")], "\r\n");
}

function joined(parts: (StoredRow[string] | undefined)[], separator: string): string | null {
  const present = parts.filter((part): part is string => typeof part === "string" && part !== "");
  return present.length === 0 ? null : present.join(separator);
}

/** [ImageColumns]: the id and the time stamp change with every upload, the URL carries the time stamp. */
function imageCompanions(store: Store, table: Table, column: Column, id: string, change: StoredRow): StoredRow {
  const name = column.logicalName;
  if (change[name] === null) return { [`${name}id`]: null, [`${name}_timestamp`]: null, [`${name}_url`]: null };
  // .NET ticks: 100 ns since the year 1.
  const timestamp = (BigInt(store.now().getTime()) + 62_135_596_800_000n) * 10_000n;
  return {
    [`${name}id`]: randomUUID(),
    [`${name}_timestamp`]: timestamp,
    [`${name}_url`]: `/Image/download.aspx?Entity=${table.logicalName}&Attribute=${name}&Id=${id}&Timestamp=${timestamp}`,
  };
}

/** A note with content is a document of that many bytes; `objecttypecode` names the table it hangs on. */
function noteColumns(row: StoredRow): StoredRow {
  const content = row["documentbody"];
  const isDocument = typeof content === "string" && content !== "";
  return {
    isdocument: isDocument ? 1 : 0,
    filesize: isDocument ? Buffer.byteLength(content, "base64") : null,
    objecttypecode: row["objectid#type"] ?? null,
  };
}

const firstCase = 1_000;

/** `CAS-01023-A1B2C3`: a running number and a suffix [Autonumber]. A number that was given is kept. */
function ticketNumber(store: Store, id: string, row: StoredRow): StoredRow[string] {
  const given = row["ticketnumber"] ?? null;
  if (given !== null) return given;
  const count = Number(store.database.get("SELECT COUNT(*) AS n FROM incident")?.["n"] ?? 0);
  return `CAS-${String(firstCase + count).padStart(5, "0")}-${id.slice(0, 6).toUpperCase()}`;
}

function onlyStored(table: Table, row: StoredRow): StoredRow {
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => {
      const column = table.columns.get(name);
      return column !== undefined && isStored(table, column);
    }),
  );
}
