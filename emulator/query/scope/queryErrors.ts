/** What Dataverse refuses in a query, in its words where they are published. */
import { ServiceError } from "../../errors/serviceError";
import type { Table } from "../../metadata/model";
import { ODataSyntaxError } from "../../odata/ast";

/** The code of queries that are not acceptable; it has no published name. */
export const refused = (message: string): ServiceError => new ServiceError(400, "0x80060888", message);

/** Microsoft: "Dataverse Web API client errors". */
export const unknownProperty = (property: string, table: Table): ServiceError =>
  refused(`Could not find a property named '${property}' on type '${typeName(table)}'.`);

export const typeName = (table: Table): string => `Microsoft.Dynamics.CRM.${table.logicalName}`;

/** QueryBuilder errors carry codes of their own (Microsoft: "Web service error codes"). */
export const tooManyConditions = (): ServiceError =>
  new ServiceError(400, "0x8004430c", "Number of conditions in query exceeded maximum limit.");

export const tooManyExpands = (): ServiceError =>
  new ServiceError(400, "0x8004430d", "Number of link entities in query exceeded maximum limit.");

export const aggregateLimitExceeded = (): ServiceError =>
  new ServiceError(400, "0x8004E023", "AggregateQueryRecordLimit exceeded. Cannot perform this operation.");

export const invalidPagingCookie = (): ServiceError =>
  new ServiceError(400, "0x8004112a", "The paging cookie does not fit this query or is not valid.");

/** A text that turns out not to be OData only while it is lowered is refused like any other query. */
export function withSyntaxErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ODataSyntaxError) throw refused(error.message);
    throw error;
  }
}
