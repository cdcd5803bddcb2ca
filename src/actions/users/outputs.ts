import { outputSchema } from "@prismatic-io/spectral";

const id = { type: "string" as const, format: "uuid" };

export const currentUserOutput = outputSchema({
  type: "actionOutput",
  schema: {
    type: "object",
    properties: { "@odata.context": { type: "string" }, UserId: id, BusinessUnitId: id, OrganizationId: id },
    required: ["UserId", "BusinessUnitId", "OrganizationId"],
    additionalProperties: true,
  },
});
