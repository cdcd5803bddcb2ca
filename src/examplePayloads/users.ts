/** The user behind the connection. */

export const getCurrentUserPayload = {
  data: {
    "@odata.context": "https://contoso.crm.dynamics.com/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse",
    BusinessUnitId: "b0510001-0000-4000-8000-000000000001",
    UserId: "a9900001-0000-4000-8000-000000000001",
    OrganizationId: "0a6a0001-0000-4000-8000-000000000001",
  },
};
