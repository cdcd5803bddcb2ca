import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { OAuthServer } from "../oauth";
import type { Caller } from "../query";
import { tenantId } from "../organization/seed/rows/applicationUsers";
import type { SqlRow } from "../organization/store/database";
import { sqlName } from "../organization/store/naming";
import type { Store } from "../organization/store/store";
import { checkMayWork } from "../webApi";

/**
 * The user behind an `Authorization` header [WebApiAuthentication].
 *
 * @throws ServiceError 401 with the challenge when there is no valid token; 403 when the token is good but its user is
 * not in the organization, is disabled or has no security role.
 */
export function authenticate(
  store: Store,
  oauth: OAuthServer,
  authorization: string | undefined,
  origin: string,
): Caller {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  const claims = token === undefined ? undefined : oauth.verifyAccessToken(token);
  if (claims === undefined) throw unauthenticated(origin);
  // Delegated tokens carry the scopes granted by a user; application tokens stand for the app itself.
  const user =
    claims.scp === undefined
      ? userWith(store, "applicationid", claims.appid)
      : userWith(store, "azureactivedirectoryobjectid", claims.oid);
  if (user === undefined) {
    throw new ServiceError(errors.UserNotMemberOfOrg, "The user is not a member of the organization.");
  }
  checkMayWork(store, user);
  const userId = String(user["systemuserid"]);
  return { userId, businessUnitId: String(user["businessunitid"]), organizationId: organizationId(store) };
}

/** The refusal of a request without a valid token, with the challenge that says where to get one. */
export function unauthenticated(origin: string): ServiceError {
  return new ServiceError(errors.Unauthenticated, "", {
    "WWW-Authenticate": `Bearer authorization_uri=${origin}/${tenantId}/oauth2/authorize, resource_id=${origin}/`,
  });
}

function userWith(store: Store, column: string, value: string): SqlRow | undefined {
  return store.database.get(`SELECT * FROM ${sqlName("systemuser")} WHERE ${sqlName(column)} = ?`, [value]);
}

function organizationId(store: Store): string {
  return String(
    store.database.get(`SELECT organizationid FROM ${sqlName("organization")} LIMIT 1`)?.["organizationid"],
  );
}
