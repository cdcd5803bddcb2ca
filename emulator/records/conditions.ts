import { invalidODataRequest } from "../errors/rejections";
import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { Table } from "../metadata/model";
import type { Store } from "../organization/store/store";
import { readRow } from "./rows";
import { doesNotExist, matchingKeyExists, staleVersion } from "./writeErrors";

/** `If-Match` and `If-None-Match` of one request [Conditions]. */
export interface Conditions {
  ifMatch?: string;
  ifNoneMatch?: string;
}

/** The versions an `If-Match` names; `W/` may be left out, and several may be given (RFC 9110 section 13.1.1). */
export function versionsIn(header: string): string[] {
  return [...header.matchAll(/(?:W\/)?"(\d+)"/g)].map((match) => match[1] ?? "");
}

/**
 * Checks the conditions of a write to an existing row.
 *
 * @throws ServiceError 412 when a condition fails, 400 0x8006088d when the table keeps no versions to compare.
 */
export function checkConditions(store: Store, table: Table, id: string, conditions: Conditions): void {
  if (conditions.ifNoneMatch?.trim() === "*") throw matchingKeyExists();
  checkVersion(store, table, id, conditions);
}

export function checkVersion(store: Store, table: Table, id: string, { ifMatch }: Conditions): void {
  if (ifMatch === undefined || ifMatch.trim() === "*") return;
  const versions = versionsIn(ifMatch);
  if (versions.length === 0) {
    throw invalidODataRequest(`The header If-Match value '${ifMatch}' is not a valid entity tag.`);
  }
  if (!table.optimisticConcurrency) {
    throw new ServiceError(
      errors.OptimisticConcurrencyNotEnabled,
      `Optimistic concurrency isn't enabled for entity type ${table.logicalName}. The IfVersionMatches behavior can only be used if optimistic concurrency is enabled.`,
    );
  }
  const row = readRow(store, table, id);
  if (row === undefined) throw doesNotExist(table, id);
  if (!versions.includes(String(row["versionnumber"]))) throw staleVersion();
}
