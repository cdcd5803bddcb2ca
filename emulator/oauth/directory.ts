import { applicationUsers, tenantId } from "../organization/seed/rows/applicationUsers";
import { sqlName } from "../organization/store/naming";
import type { Store } from "../organization/store/store";
import { OAuthError } from "./oauthError";

/** An app registration of the emulated tenant. */
export interface AppRegistration {
  clientId: string;
  clientSecret: string;
  objectId: string;
}

/** Registered in the tenant, but no application user of the organization: its tokens are good, its calls are not. */
export const registrationWithoutUser: AppRegistration = {
  clientId: "c11e0009-0000-4000-8000-000000000009",
  clientSecret: "emulator-secret-without-a-user",
  objectId: "0b1ec709-0000-4000-8000-000000000009",
};

const registrations: AppRegistration[] = [...Object.values(applicationUsers), registrationWithoutUser];

/** Names a tenant goes by in an authority URL; the aliases serve any work or school account. */
const tenantNames = new Set([tenantId, "common", "organizations", "emulator.onmicrosoft.com"]);

/** @throws OAuthError invalid_request (90002) */
export function checkTenant(tenant: string): void {
  if (tenantNames.has(tenant.toLowerCase())) return;
  throw new OAuthError(
    400,
    "invalid_request",
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  );
}

/** @throws OAuthError unauthorized_client (700016) */
export function registration(clientId: string): AppRegistration {
  const found = registrations.find((each) => each.clientId === clientId.toLowerCase());
  if (found !== undefined) return found;
  throw new OAuthError(
    400,
    "unauthorized_client",
    700016,
    `Application with identifier '${clientId}' was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
  );
}

/** The person who signs in: the organization's first enabled user who is not an application. */
export function interactiveUserObjectId(store: Store): string {
  const row = store.database.get(
    `SELECT azureactivedirectoryobjectid AS oid FROM ${sqlName("systemuser")} WHERE applicationid IS NULL AND isdisabled = 0 AND azureactivedirectoryobjectid IS NOT NULL ORDER BY createdon, systemuserid LIMIT 1`,
  );
  return String(row?.["oid"] ?? "");
}
