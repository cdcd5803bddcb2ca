/**
 * Addresses of records. An alternate key with characters that a URL's path cannot contain is not an address: such a
 * record is found by `$filter`.
 */
import {
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  errorCode,
  InvalidInputError,
  keyFilter,
  keySegment,
  keyText,
  needsFilterLookup,
  queryString,
  type RecordKey,
  rowsOf,
} from "../../client";
import type { EntitySetName } from "../tables/names";
import { idOfRow } from "./ids";

export interface RecordAddress {
  entitySetName: EntitySetName;
  key: RecordKey;
}

/** `accounts(<key>)` */
export function recordPath({ entitySetName, key }: RecordAddress): string {
  return `${entitySetName}${keySegment(key)}`;
}

export function isAddressable({ key }: RecordAddress): boolean {
  return !needsFilterLookup(key);
}

/** The address with the record's id when its key cannot be part of a URL; undefined when there is no such record. */
export async function resolveAddress(
  client: DataverseClient,
  operation: string,
  address: RecordAddress,
): Promise<RecordAddress | undefined> {
  if (isAddressable(address)) return address;
  const row = await findRecord(client, operation, address, {});
  if (!row) return undefined;
  const { entitySetName } = address;
  return { entitySetName, key: { kind: "id", id: await idOfRow(client, entitySetName, row) } };
}

/** @throws InvalidInputError when several records have the key: its columns are not an alternate key then. */
export async function findRecord(
  client: DataverseClient,
  operation: string,
  { entitySetName, key }: RecordAddress,
  shape: { $select?: string[]; $expand?: string[] },
  input = "Entity ID",
): Promise<DataverseRecord | undefined> {
  if (key.kind === "id") return undefined;
  const $select = shape.$select ?? [key.parts[0]?.column ?? ""];
  const query = queryString({ ...shape, $select, $filter: keyFilter(key), $top: 2 });
  const response = await client.request({ operation, method: "GET", path: `${entitySetName}${query}` });
  const [row, ...others] = rowsOf<DataverseRecord>(response);
  if (others.length === 0) return row;
  throw new InvalidInputError(
    input,
    `more than one record of ${entitySetName} has ${keyFilter(key)}: these columns are not an alternate key.`,
  );
}

/** For a record that was not found by `$filter`, with the code that the service returns for a missing key. */
export function rejectMissingRecord(operation: string, key: RecordKey): never {
  throw missingRecord(operation, key);
}

export function missingRecord(operation: string, key: RecordKey): DataverseError {
  const serverMessage = `No record has the alternate key ${keyText(key)}.`;
  return new DataverseError(`${operation} failed: ${serverMessage} (HTTP 404)`, {
    operation,
    status: 404,
    code: errorCode.recordNotFoundByEntityKey,
    serverMessage,
    isTransient: false,
    attempts: 1,
  });
}

/** The columns of an alternate key as members of a new record. */
export function alternateKeyValues(key: RecordKey, input = "Entity ID"): Record<string, unknown> {
  if (key.kind === "id") return {};
  return Object.fromEntries(
    key.parts.map(({ column, value }) => {
      if (column.startsWith("_")) {
        throw new InvalidInputError(
          input,
          `the record does not exist, and it cannot be created with the lookup ${column} as part of its key.`,
        );
      }
      if (value.kind === "text") return [column, value.text];
      return [column, /^[+-]?\d+(\.\d+)?$/.test(value.text) ? Number(value.text) : value.text];
    }),
  );
}
