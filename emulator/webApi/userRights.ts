import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { SqlRow } from "../organization/store/database";
import type { Store } from "../organization/store/store";

/**
 * The rights that any request needs from its user, whether the token's or an impersonated one, whose rights also count
 * ([Impersonation]: the intersection of both).
 *
 * @throws ServiceError 403 for a disabled user and for one without any security role.
 */
export function checkMayWork(store: Store, user: SqlRow): void {
  const userId = String(user["systemuserid"]);
  if (user["isdisabled"] === 1) {
    throw new ServiceError(
      errors.unManagedidsusernotenabled,
      `The specified user(Id = ${userId}) is disabled. Consider enabling this user.`,
    );
  }
  if (!hasRole(store, userId)) {
    throw new ServiceError(errors.UserNotAssignedRoles, `The user with id ${userId} has not been assigned any roles.`);
  }
}

/** True if a user has one of these roles, or without names any role, directly or through a team. */
export function hasRole(store: Store, userId: string, names: string[] = []): boolean {
  const condition = names.length === 0 ? "" : ` AND role.name IN (${names.map(() => "?").join(", ")})`;
  const sql = `SELECT 1 AS found FROM role WHERE roleid IN (
      SELECT roleid FROM systemuserroles WHERE systemuserid = ?
      UNION SELECT roleid FROM teamroles JOIN teammembership ON teammembership.teamid = teamroles.teamid
        WHERE teammembership.systemuserid = ?)${condition} LIMIT 1`;
  return store.database.get(sql, [userId, userId, ...names]) !== undefined;
}
