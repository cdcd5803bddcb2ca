import {
  type DataverseClient,
  type DataverseRecord,
  InvalidInputError,
  keyFilter,
  needsFilterLookup,
  parseGuid,
  queryString,
  type RecordKey,
  rowsOf,
  unexpectedData,
} from "../../client";
import { getDefinition } from "../tables/definitions";

/** Records whose alternate key has characters that no URL path can carry; such a record is found by `$filter`. */

export function isAddressable(key: RecordKey): boolean {
  return !needsFilterLookup(key);
}

/** At most one row; an alternate key that several records share would be no key. */
export async function findRecords(
  client: DataverseClient,
  operation: string,
  entitySetName: string,
  key: RecordKey,
  shape: { $select?: string[]; $expand?: string[] },
): Promise<DataverseRecord[]> {
  if (key.kind === "id") return [];
  const $select = shape.$select ?? [key.parts[0]?.column ?? ""];
  const answer = await client.request({
    operation,
    method: "GET",
    path: `${entitySetName}${queryString({ ...shape, $select, $filter: keyFilter(key), $top: 2 })}`,
  });
  const rows = rowsOf<DataverseRecord>(answer);
  if (rows.length > 1) {
    throw new InvalidInputError(
      "Entity ID",
      `more than one record of ${entitySetName} has ${keyFilter(key)}: the columns are no alternate key.`,
    );
  }
  return rows;
}

/** The columns of an alternate key as members of a record, for a create. */
export function alternateKeyValues(key: RecordKey): Record<string, unknown> {
  if (key.kind === "id") return {};
  return Object.fromEntries(
    key.parts.map(({ column, value }) => {
      if (column.startsWith("_")) {
        throw new InvalidInputError(
          "Entity ID",
          `the record does not exist, and it cannot be created with the lookup ${column} as part of its key.`,
        );
      }
      if (value.kind === "text") return [column, value.text];
      return [column, /^[+-]?\d+(\.\d+)?$/.test(value.text) ? Number(value.text) : value.text];
    }),
  );
}

/**
 * One column to read a row with, when only its id is wanted. The table certainly has a column that is being written,
 * and the primary key comes along unasked ("Retrieve a table row", Microsoft Learn).
 */
export function cheapColumn(written: Record<string, unknown>): string | undefined {
  return Object.keys(written).find((name) => {
    const value = written[name];
    return !name.includes("@") && !(typeof value === "object" && value !== null) && !isGuid(value);
  });
}

/**
 * The id of a row that was read with at most the column above: mostly the only GUID in it (users and teams show it
 * twice, as `ownerid` too). Where the row has more, the table's definition names the primary key.
 */
export async function idOfRow(client: DataverseClient, entitySetName: string, row: DataverseRecord): Promise<string> {
  const [id, ...others] = new Set(guidColumns(row).values());
  if (id !== undefined && others.length === 0) return id;
  const { primaryIdColumn } = await getDefinition(client, entitySetName);
  const primaryId = row[primaryIdColumn];
  if (typeof primaryId === "string") return primaryId;
  throw unexpectedData(`Read the ID of a record of ${entitySetName}`, `it has no ${primaryIdColumn}`);
}

/** The GUIDs of a row by their columns. The primary key is one of them; lookups (`_..._value`) are not. */
export function guidColumns(row: DataverseRecord): Map<string, string> {
  return new Map(
    Object.entries(row).flatMap(([name, value]) => {
      const guid = typeof value === "string" && !/^_|@/.test(name) ? parseGuid(value) : undefined;
      return guid === undefined ? [] : [[name, guid] as const];
    }),
  );
}

function isGuid(value: unknown): boolean {
  return typeof value === "string" && parseGuid(value) !== undefined;
}

/** `OData-EntityId: .../accounts(<guid>)`: all that a write without representation answers with. */
export function createdId(headers: Record<string, string | undefined>): string | undefined {
  return /\(([0-9a-f-]{36})\)$/i.exec(headers["odata-entityid"] ?? "")?.[1]?.toLowerCase();
}
