import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { Table } from "../metadata/model";
import { ODataSyntaxError, type ResourcePath } from "../odata/ast";
import { parseReference } from "../odata";
import type { Store } from "../organization/store/store";
import type { WriteContext } from "./context";
import { resolveKey } from "./keys";
import { rowExists } from "./rows";
import { payloadError } from "./writeErrors";

type ReferenceContext = Pick<WriteContext, "store" | "server">;

export interface RowReference {
  table: Table;
  id: string;
}

/**
 * The row an `@odata.bind` or `@odata.id` value names: absolute, from the host's root or relative, by id or by an
 * alternate key. `expected` is the table the navigation property leads to.
 *
 * @throws ServiceError 400 when it is not a reference, or refers to another table or server, 404 when there is no such
 * row.
 */
export function resolveReference(context: ReferenceContext, value: unknown, expected: Table): RowReference {
  const { store } = context;
  if (typeof value !== "string") {
    throw payloadError(`A URI value was expected where '${JSON.stringify(value)}' was found.`);
  }
  const [segment, ...rest] = readReference(context, value).segments;
  const table = segment === undefined ? undefined : store.catalog.tableBySet(segment.name);
  if (segment === undefined || table === undefined) {
    throw new ServiceError(errors.CrmHttpError, `Resource not found for the segment '${segment?.name ?? ""}'.`);
  }
  if (segment.key === undefined || rest.length > 0) throw payloadError(`The URI '${value}' does not identify a row.`);
  if (!fits(table, expected)) {
    throw payloadError(
      `The URI '${value}' identifies a row of type 'Microsoft.Dynamics.CRM.${table.logicalName}' where 'Microsoft.Dynamics.CRM.${expected.logicalName}' was expected.`,
    );
  }
  return memberOf(store, { table, id: resolveKey(store, table, segment.key) });
}

/**
 * The path a reference names behind the service root.
 *
 * @throws ServiceError 400 when it is not a URI, or is one of another server.
 */
export function readReference({ server }: ReferenceContext, value: string): ResourcePath {
  const host = /^https?:\/\/([^/?#]*)/i.exec(value)?.[1];
  if (server !== undefined && host !== undefined && !server.hosts.includes(host.toLowerCase())) {
    // ODataLib's text: a row of another server cannot be linked to.
    throw payloadError(`The URI '${value}' is not valid because it is not based on '${server.serviceRoot}'.`);
  }
  try {
    return parseReference(value);
  } catch (error) {
    if (error instanceof ODataSyntaxError) throw payloadError(`Invalid URI '${value}': ${error.message}`);
    throw error;
  }
}

/** A base table (owner, activitypointer) takes rows of the tables derived from it. */
function fits(table: Table, expected: Table): boolean {
  if (table.logicalName === expected.logicalName) return true;
  return expected.unionOf?.members.some((member) => member.table === table.logicalName) ?? false;
}

/** A row addressed through its base table (`owners(...)`) is stored as what it is (a systemuser or a team). */
function memberOf(store: Store, reference: RowReference): RowReference {
  for (const member of reference.table.unionOf?.members ?? []) {
    const table = store.catalog.table(member.table);
    if (table !== undefined && rowExists(store, table, reference.id)) return { table, id: reference.id };
  }
  return reference;
}
