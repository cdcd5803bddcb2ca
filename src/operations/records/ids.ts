/** The ids of records, in the rows and headers that the service returns. */
import { type DataverseClient, type DataverseRecord, parseGuid, unexpectedData } from "../../client";
import { getDefinition } from "../tables/definitions";
import type { EntitySetName } from "../tables/names";

/**
 * A column for reading a row when only its id is needed: the table certainly has the columns of a write. The row also
 * contains its primary key [RetrieveRow]. Undefined when each column could be taken for it.
 */
export function columnBesideId(written: Record<string, unknown>): string | undefined {
  return Object.keys(written).find((name) => {
    const value = written[name];
    return !name.includes("@") && !(typeof value === "object" && value !== null) && !isGuid(value);
  });
}

/**
 * The id of a row that was read with the column above: usually the only GUID in it (users and teams have it twice, also
 * as `ownerid`). Otherwise the table's definition names the primary key.
 */
export async function idOfRow(
  client: DataverseClient,
  entitySetName: EntitySetName,
  row: DataverseRecord,
): Promise<string> {
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

/** `OData-EntityId: .../accounts(<guid>)`: the only id in the response to a write without representation. */
export function createdId(headers: Record<string, string | undefined>): string | undefined {
  return /\(([0-9a-f-]{36})\)$/i.exec(headers["odata-entityid"] ?? "")?.[1]?.toLowerCase();
}
