import { connection } from "../../inputs/connection";
import { whoAmI } from "../../operations/users";
import { readAction } from "../webApiAction";
import example from "./getCurrentUser.example.json";

const id = { type: "string" as const, format: "uuid" };

export const getCurrentUser = readAction({
  label: "[CRM] Get Current User",
  description: "Get information about the currently logged in CRM user.",
  inputs: { connection },
  perform: (client) => whoAmI(client),
  example,
  output: {
    type: "object",
    properties: { "@odata.context": { type: "string" }, UserId: id, BusinessUnitId: id, OrganizationId: id },
    required: ["UserId", "BusinessUnitId", "OrganizationId"],
    additionalProperties: true,
  },
});
