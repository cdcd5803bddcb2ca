/** The solution that a change should become part of. Membership is not stored. */
import { errors } from "../../../errors/catalog";
import { ServiceError } from "../../../errors/serviceError";
import { sqlName } from "../../../organization/store/naming";
import type { Store } from "../../../organization/store/store";

/** @throws ServiceError 404 when the organization has solutions and none of this name. */
export function checkSolution(store: Store, uniqueName: string | undefined): void {
  const solution = store.catalog.table("solution");
  if (uniqueName === undefined || !solution?.columns.has("uniquename")) return;
  const found = store.database.get(`SELECT 1 FROM ${sqlName("solution")} WHERE uniquename = ?`, [uniqueName]);
  if (!found) {
    throw new ServiceError(errors.ObjectDoesNotExist, `solution With uniquename = ${uniqueName} Does Not Exist`);
  }
}
