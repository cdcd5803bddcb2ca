/**
 * Lookups that an update empties. The documents give `<navigation property>@odata.bind` with null [AssociateRows].
 * Environments are reported that reject it or ignore it, so the response is checked, and what is not empty is
 * disassociated with DELETE of `$ref`.
 */
import {
  type DataverseClient,
  DataverseError,
  type DataverseRecord,
  InvalidInputError,
  queryString,
} from "../../client";
import { findColumn } from "../fields/values";
import type { TableDefinition } from "../tables/definitions";
import type { EntitySetName } from "../tables/names";
import { idOfRow } from "./ids";
import { bindSuffix, isEmptyLookup, type RecordRequest, type Representation } from "./requests";
import { recordOf, type RecordResponse, sendWrite } from "./writes";

export interface ClearedLookup {
  /** `primarycontactid` */
  column: string;
  /** Each of the tables that the column can refer to has one. */
  navigationProperties: string[];
}

export function emptyLookups(body: Record<string, unknown>): string[] {
  return Object.keys(body).filter((name) => isEmptyLookup(name, body[name]));
}

export function clearedLookups(table: TableDefinition, body: Record<string, unknown>): ClearedLookup[] {
  return emptyLookups(body).flatMap((name) => {
    const column = findColumn(table, name.slice(0, -bindSuffix.length));
    // The service rejects a name that is not a navigation property.
    if (!column || column.lookups.length === 0) return [];
    const navigationProperties = [...new Set(column.lookups.map(({ navigationProperty }) => navigationProperty))];
    return [{ column: column.logicalName, navigationProperties }];
  });
}

/** Dataverse keeps the owner when a write empties it, and reports success. @throws InvalidInputError */
export function rejectEmptyOwner(body: Record<string, unknown>, input: string): void {
  const empty = ["ownerid", `ownerid${bindSuffix}`].find((name) => name in body && body[name] === null);
  if (empty === undefined) return;
  throw new InvalidInputError(
    input,
    `"ownerid" cannot be emptied, because every record has an owner: enter systemuser(<id>) or team(<id>), or leave the field out.`,
  );
}

export interface ClearingWrite {
  operation: string;
  entitySetName: EntitySetName;
  body: Record<string, unknown>;
  cleared: ClearedLookup[];
  representation: Representation | undefined;
  request: (body: Record<string, unknown>, representation: Representation | undefined) => RecordRequest;
}

/**
 * Sends an update or upsert. The lookups that it empties are empty afterwards, or an error reports that they are not.
 */
export async function sendClearing(client: DataverseClient, write: ClearingWrite): Promise<RecordResponse> {
  const { operation, body, cleared, representation, request } = write;
  if (cleared.length === 0) return sendWrite(client, operation, request(body, representation));
  const checked = withLookups(representation, cleared);
  const response = await sendOrOmit(client, write, checked);
  const remaining = notEmpty(recordOf(response), cleared);
  const final = remaining.length === 0 ? response : await disassociate(client, write, { response, remaining, checked });
  return { ...final, body: requestedMembers(recordOf(final), representation, cleared) };
}

/** When the write is rejected, it is sent without the empty lookups: it fails again when they are not the cause. */
async function sendOrOmit(
  client: DataverseClient,
  { operation, body, request }: ClearingWrite,
  checked: Representation,
): Promise<RecordResponse> {
  try {
    return await sendWrite(client, operation, request(body, checked));
  } catch (error) {
    if (!isRejection(error)) throw error;
    const others = Object.fromEntries(Object.entries(body).filter(([name, value]) => !isEmptyLookup(name, value)));
    return sendWrite(client, operation, request(others, checked)).catch((second: unknown) => {
      throw isRejection(second) ? error : second;
    });
  }
}

function isRejection(error: unknown): boolean {
  return error instanceof DataverseError && (error.status === 400 || error.status === 500) && !error.mayHaveRun;
}

interface Unfinished {
  response: RecordResponse;
  remaining: ClearedLookup[];
  checked: Representation;
}

async function disassociate(
  client: DataverseClient,
  { operation, entitySetName }: ClearingWrite,
  { response, remaining, checked }: Unfinished,
): Promise<RecordResponse> {
  const names = remaining.map(({ column }) => column).join(", ");
  try {
    const path = `${entitySetName}(${await idOfRow(client, entitySetName, recordOf(response))})`;
    for (const navigationProperty of await navigationPropertiesOf(client, operation, path, remaining)) {
      await deleteReference(client, operation, `${path}/${navigationProperty}/$ref`);
    }
    const current = await client.request<DataverseRecord>({
      operation,
      method: "GET",
      path: `${path}${queryString({ $select: checked.columns })}`,
    });
    if (notEmpty(recordOf(current), remaining).length > 0) throw new Error("they still have their values.");
    return { ...response, body: current.body };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const details = error instanceof DataverseError ? error : { attempts: 1 };
    const message = `${operation} is done, except that these lookups could not be emptied: ${names}. Cause: ${cause}`;
    throw new DataverseError(message, { ...details, operation, isTransient: false, mayHaveRun: true });
  }
}

const associated = "Microsoft.Dynamics.CRM.associatednavigationproperty";

/** A column that can refer to several tables is disassociated by the navigation property of the present one. */
async function navigationPropertiesOf(
  client: DataverseClient,
  operation: string,
  path: string,
  lookups: ClearedLookup[],
): Promise<string[]> {
  if (lookups.every(({ navigationProperties }) => navigationProperties.length === 1)) {
    return lookups.flatMap(({ navigationProperties }) => navigationProperties);
  }
  const { body } = await client.request<DataverseRecord>({
    operation,
    method: "GET",
    path: `${path}${queryString({ $select: lookups.map(lookupProperty) })}`,
    options: { prefer: [`odata.include-annotations="${associated}"`] },
  });
  return lookups.flatMap((lookup) => {
    const present = body?.[`${lookupProperty(lookup)}@${associated}`];
    return typeof present === "string" ? [present] : lookup.navigationProperties;
  });
}

async function deleteReference(client: DataverseClient, operation: string, path: string): Promise<void> {
  try {
    await client.request({ operation, method: "DELETE", path });
  } catch (error) {
    // 404: the reference is empty already.
    if (!(error instanceof DataverseError && error.status === 404)) throw error;
  }
}

function lookupProperty({ column }: ClearedLookup): string {
  return `_${column}_value`;
}

function notEmpty(record: DataverseRecord, cleared: ClearedLookup[]): ClearedLookup[] {
  return cleared.filter((lookup) => (record[lookupProperty(lookup)] ?? null) !== null);
}

/** Without a list of columns, the representation has all of them. */
function withLookups(representation: Representation | undefined, cleared: ClearedLookup[]): Representation {
  if (representation?.columns.length === 0) return representation;
  return { columns: [...new Set([...(representation?.columns ?? []), ...cleared.map(lookupProperty)])] };
}

function requestedMembers(
  record: DataverseRecord,
  representation: Representation | undefined,
  cleared: ClearedLookup[],
): DataverseRecord {
  const columns = representation?.columns ?? [];
  if (representation && columns.length === 0) return record;
  const added = cleared.map(lookupProperty).filter((name) => !columns.includes(name));
  return Object.fromEntries(Object.entries(record).filter(([name]) => !added.includes(name.split("@")[0] ?? name)));
}
