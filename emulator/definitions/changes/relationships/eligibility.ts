/** Which tables may take part in relationships [Eligibility]. */
import type { Catalog } from "../../../metadata/catalog";
import type { Table } from "../../../metadata/model";
import { unknownTable } from "../request/changeErrors";

/** Tables that only connect others, or show the rows of others, take no part in new relationships. */
export function canRelate(table: Table): boolean {
  return !table.isIntersect && table.unionOf === undefined && table.ownership !== "None";
}

/** @throws ServiceError 404 when there is no such table. */
export function isEligible(catalog: Catalog, logicalName: string): boolean {
  const table = catalog.table(logicalName);
  if (!table) throw unknownTable(logicalName);
  return canRelate(table);
}

export function eligibleTables(catalog: Catalog): string[] {
  return catalog
    .tables()
    .filter(canRelate)
    .map(({ logicalName }) => logicalName);
}
