import { defineFunction } from "./operation";

export const whoAmI = defineFunction({
  name: "WhoAmI",
  parameters: {},
  response: { BusinessUnitId: "Edm.Guid", UserId: "Edm.Guid", OrganizationId: "Edm.Guid" },
  run: ({ caller }) => ({
    BusinessUnitId: caller.businessUnitId,
    UserId: caller.userId,
    OrganizationId: caller.organizationId,
  }),
});
