/** The errors of Dataverse for a query, with the published texts where there are any. */
import { errors } from "../../errors/catalog";
import { invalidODataRequest } from "../../errors/rejections";
import { ServiceError } from "../../errors/serviceError";
import type { Table } from "../../metadata/model";
import { ODataSyntaxError } from "../../odata/ast";

export function typeName(table: Table): string {
  return `Microsoft.Dynamics.CRM.${table.logicalName}`;
}

/** QueryBuilder errors carry codes of their own [ErrorCodes]. */
export function tooManyConditions(): ServiceError {
  return new ServiceError(errors.TooManyConditionsInQuery, "Number of conditions in query exceeded maximum limit.");
}

export function tooManyExpands(): ServiceError {
  return new ServiceError(
    errors.TooManyLinkEntitiesInQuery,
    "Number of link entities in query exceeded maximum limit.",
  );
}

export function aggregateLimitExceeded(): ServiceError {
  return new ServiceError(
    errors.AggregateQueryRecordLimitExceeded,
    "AggregateQueryRecordLimit exceeded. Cannot perform this operation.",
  );
}

export function invalidPagingCookie(): ServiceError {
  return new ServiceError(
    errors.QueryBuilderInvalidPagingCookie,
    "The paging cookie does not fit this query or is not valid.",
  );
}

/** A text that turns out not to be OData only while it is lowered is refused like any other query. */
export function withSyntaxErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ODataSyntaxError) throw invalidODataRequest(error.message);
    throw error;
  }
}
