/**
 * The records that `@odata.bind` refers to. A GUID may be in braces. A key with characters that a URL cannot carry is
 * replaced by the id of the record, which is found by `$filter` ("Use an alternate key to reference a record",
 * Microsoft Learn).
 */
import {
  type DataverseClient,
  InvalidInputError,
  isObject,
  needsFilterLookup,
  parseGuid,
  parseRecordKey,
  type RecordKey,
} from "../../client";
import { type TableReference, withEntitySet } from "../tables/names";
import { findRecord } from "./addresses";
import { idOfRow } from "./ids";
import { bindSuffix } from "./requests";

/** The values with bindings that the service can read, also in nested records. `input` is the label for errors. */
export async function resolveBindings(
  client: DataverseClient,
  input: string,
  values: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  if (!hasBinding(values, [])) return values;
  const members = Object.entries(values).map(async ([name, value]) => {
    if (name.endsWith(bindSuffix)) return [name, await resolveBound(client, `${input}, "${name}"`, value)] as const;
    return [name, await resolveNested(client, input, value)] as const;
  });
  return Object.fromEntries(await Promise.all(members));
}

/** True if there is a binding to change. The writer of the JSON reports a circular reference. */
function hasBinding(value: unknown, parents: unknown[]): boolean {
  if (parents.includes(value) || parents.length > deepestNesting) return false;
  const inside = [...parents, value];
  if (Array.isArray(value)) return value.some((item) => hasBinding(item, inside));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, member]) =>
    name.endsWith(bindSuffix)
      ? [member].flat().some((each) => typeof each === "string" && isDoubtful(each))
      : hasBinding(member, inside),
  );
}

/** A character that a key in a URL cannot have, or an empty part of a key. */
function isDoubtful(binding: string): boolean {
  return /[{%/<>*&:\\?+]/.test(binding.replace(/^\//, "")) || /=\s*(?:'\s*'|"\s*")\s*[,)]/.test(binding);
}

const deepestNesting = 50;

async function resolveNested(client: DataverseClient, input: string, value: unknown): Promise<unknown> {
  if (!hasBinding(value, [])) return value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveNested(client, input, item)));
  return isObject(value) ? resolveBindings(client, input, value) : value;
}

async function resolveBound(client: DataverseClient, input: string, value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveBound(client, input, item)));
  if (typeof value !== "string") return value;
  const text = value.replace(/\(\{([0-9a-f-]{36})\}\)/i, "($1)");
  // Anything else than a table and a key is the service's to judge.
  const { table, key } = /^\/?(?<table>[A-Za-z_]\w*)\((?<key>.+)\)$/s.exec(text)?.groups ?? {};
  if (table === undefined || key === undefined || parseGuid(key) || !key.includes("=")) return text;
  const parsed = parseRecordKey(decoded(key), input);
  if (!needsFilterLookup(parsed)) return text;
  return `/${await findReference(client, input, table, parsed)}`;
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // It is not encoded: `50%`.
    return text;
  }
}

function findReference(client: DataverseClient, input: string, table: TableReference, key: RecordKey): Promise<string> {
  return withEntitySet(client, table, async (entitySetName) => {
    const id = await findIdByKey(client, input, { entitySetName, key });
    if (id !== undefined) return `${entitySetName}(${id})`;
    throw new InvalidInputError(input, `there is no record of ${entitySetName} with ${describeKey(key)}.`);
  });
}

/** The id of the record with an alternate key that a URL cannot carry. */
export async function findIdByKey(
  client: DataverseClient,
  input: string,
  address: Parameters<typeof findRecord>[2],
): Promise<string | undefined> {
  const { entitySetName } = address;
  const row = await findRecord(client, `Find a record of ${entitySetName}`, address, {}, input);
  return row && idOfRow(client, entitySetName, row);
}

function describeKey(key: RecordKey): string {
  if (key.kind === "id") return key.id;
  return key.parts.map(({ column, value }) => `${column} '${value.text}'`).join(" and ");
}
