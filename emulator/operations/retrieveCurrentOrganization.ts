import { organizationUniqueName } from "../metadata/ids";
import { sqlName } from "../organization/store/naming";
import type { RequestContext } from "../messages/requestContext";
import { defineFunction } from "./operation";
import { platformVersion } from "./retrieveVersion";

export const retrieveCurrentOrganization = defineFunction({
  name: "RetrieveCurrentOrganization",
  parameters: { AccessType: "mscrm.EndpointAccessType" },
  response: { Detail: "mscrm.OrganizationDetail" },
  run: (context) => ({ Detail: organizationDetail(context) }),
});

/** The complex type OrganizationDetail; every endpoint has the address of this server. */
function organizationDetail({ store, caller, serviceRoot }: RequestContext): Record<string, unknown> {
  const row = store.database.get(`SELECT * FROM ${sqlName("organization")} LIMIT 1`);
  const name = String(row?.["name"] ?? "");
  const { origin, hostname } = new URL(serviceRoot);
  return {
    OrganizationId: caller.organizationId,
    FriendlyName: name,
    OrganizationVersion: platformVersion,
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
