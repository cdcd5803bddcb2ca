import { type DataverseClient, unexpectedResponse } from "../client";

export interface WhoAmI {
  BusinessUnitId: string;
  UserId: string;
  OrganizationId: string;
}

/** The user behind the access token [WhoAmI]. */
export async function whoAmI(client: DataverseClient): Promise<WhoAmI> {
  const operation = "Get the current user";
  const response = await client.request<WhoAmI>({ operation, method: "GET", path: "WhoAmI" });
  if (typeof response.body?.UserId !== "string") throw unexpectedResponse(response, "the user's id is missing");
  return response.body;
}
