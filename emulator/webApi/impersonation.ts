import { invalidArgument } from "../errors/rejections";
import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { Caller } from "../query";
import { doesNotExist } from "../records";
import type { SqlRow } from "../organization/store/database";
import { sqlName } from "../organization/store/naming";
import type { Store } from "../organization/store/store";
import type { WebApiRequest } from "../messages/webApiMessage";
import { checkMayWork, hasRole } from "./userRights";

/** Roles that carry prvActOnBehalfOfAnotherUser [Impersonation]. */
const delegatingRoles = ["System Administrator", "Delegate"];

/**
 * The user a request runs as: the token's, or the one named by `CallerObjectId` (Entra object id) or `MSCRMCallerID`
 * (systemuserid).
 *
 * @throws ServiceError 403 0x8004a110 when the token's user may not act for others, 404 when there is no such user, 403
 * when that user is disabled or has no security role.
 */
export function effectiveCaller(store: Store, request: WebApiRequest): Caller {
  const byObjectId = request.headers["callerobjectid"];
  const byUserId = request.headers["mscrmcallerid"];
  const given = byObjectId ?? byUserId;
  if (given === undefined) return request.caller;
  const column = byObjectId === undefined ? "systemuserid" : "azureactivedirectoryobjectid";
  const user = userWith(store, column, guid(given));
  const userTable = store.catalog.table("systemuser");
  if (userTable === undefined) return request.caller;
  if (user === undefined) throw doesNotExist(userTable, guid(given));
  const userId = String(user["systemuserid"]);
  if (userId !== request.caller.userId && !hasRole(store, request.caller.userId, delegatingRoles)) {
    throw new ServiceError(
      errors.CannotActOnBehalfOfAnotherUser,
      `User (Id=${request.caller.userId}) cannot act on behalf of another user: the privilege prvActOnBehalfOfAnotherUser is missing.`,
    );
  }
  checkMayWork(store, user);
  return { ...request.caller, userId, businessUnitId: String(user["businessunitid"]) };
}

function guid(text: string): string {
  const bare = text
    .trim()
    .replace(/^\{(.*)\}$/, "$1")
    .toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(bare)) return bare;
  throw invalidArgument(`The caller id '${text}' is not a guid.`);
}

function userWith(store: Store, column: string, value: string): SqlRow | undefined {
  return store.database.get(`SELECT * FROM ${sqlName("systemuser")} WHERE ${sqlName(column)} = ?`, [value]);
}
