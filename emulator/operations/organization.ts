import { organizationUniqueName } from "../metadata/ids";
import { sqlName } from "../organization/store/naming";
import type { RequestContext } from "../messages/requestContext";
import type { Operation } from "./operation";

/** The platform build the emulated organization claims; any 9.2 will do. */
const VERSION = "9.2.26084.00161";

export const whoAmI: Operation = {
  name: "WhoAmI",
  kind: "function",
  parameters: {},
  run: ({ caller }) => ({
    BusinessUnitId: caller.businessUnitId,
    UserId: caller.userId,
    OrganizationId: caller.organizationId,
  }),
};

export const retrieveVersion: Operation = {
  name: "RetrieveVersion",
  kind: "function",
  parameters: {},
  run: () => ({ Version: VERSION }),
};

export const retrieveCurrentOrganization: Operation = {
  name: "RetrieveCurrentOrganization",
  kind: "function",
  parameters: { AccessType: {} },
  run: (context) => ({ Detail: organizationDetail(context) }),
};

/** The complex type OrganizationDetail; the address of every endpoint is this server's own. */
function organizationDetail({ store, caller, serviceRoot }: RequestContext): Record<string, unknown> {
  const row = store.database.get(`SELECT * FROM ${sqlName("organization")} LIMIT 1`);
  const name = String(row?.["name"] ?? "");
  const { origin, hostname } = new URL(serviceRoot);
  return {
    OrganizationId: caller.organizationId,
    FriendlyName: name,
    OrganizationVersion: VERSION,
    EnvironmentId: caller.organizationId,
    DatacenterId: "00000000-0000-0000-0000-000000000000",
    Geo: "NA",
    TenantId: "00000000-0000-0000-0000-000000000000",
    UrlName: hostname.split(".")[0],
    UniqueName: organizationUniqueName(caller.organizationId),
    State: "Enabled",
    OrganizationType: "Developer",
    Endpoints: {
      Count: 3,
      IsReadOnly: false,
      Keys: ["WebApplication", "OrganizationService", "OrganizationDataService"],
      Values: [
        `${origin}/`,
        `${origin}/XRMServices/2011/Organization.svc`,
        `${origin}/XRMServices/2011/OrganizationData.svc`,
      ],
    },
  };
}
