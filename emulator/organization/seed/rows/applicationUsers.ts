/**
 * The applications that may ask for tokens, each with the user it acts as (Microsoft: Use single-tenant
 * server-to-server authentication). Ids and secrets are made up and open nothing but this emulator.
 */
export interface ApplicationUser {
  /** systemuserid. */
  userId: string;
  name: string;
  /** The app registration: systemuser.applicationid. */
  clientId: string;
  clientSecret: string;
  /** The service principal: systemuser.azureactivedirectoryobjectid. */
  objectId: string;
  /** Without any security role every call is refused with 0x80042f09. */
  hasRole: boolean;
  isDisabled: boolean;
}

export const tenantId = "5e0f1e5a-0000-4000-8000-000000000001";

export const applicationUsers = {
  /** The one to use: a system administrator. */
  integration: {
    userId: "a9900001-0000-4000-8000-000000000001",
    name: "# Integration",
    clientId: "c11e0001-0000-4000-8000-000000000001",
    clientSecret: "emulator-secret-of-integration",
    objectId: "0b1ec701-0000-4000-8000-000000000001",
    hasRole: true,
    isDisabled: false,
  },
  withoutRole: {
    userId: "a9900002-0000-4000-8000-000000000002",
    name: "# Integration without a role",
    clientId: "c11e0002-0000-4000-8000-000000000002",
    clientSecret: "emulator-secret-without-a-role",
    objectId: "0b1ec702-0000-4000-8000-000000000002",
    hasRole: false,
    isDisabled: false,
  },
  disabled: {
    userId: "a9900003-0000-4000-8000-000000000003",
    name: "# Integration, disabled",
    clientId: "c11e0003-0000-4000-8000-000000000003",
    clientSecret: "emulator-secret-disabled",
    objectId: "0b1ec703-0000-4000-8000-000000000003",
    hasRole: true,
    isDisabled: true,
  },
} as const satisfies Record<string, ApplicationUser>;
