import example from "./rawRequest.example.json";
import { rawRequestAction } from "./rawRequestAction";

export const rawRequest = rawRequestAction({
  label: "[CRM] Raw Request",
  description: "Send a raw HTTP request to Microsoft Dynamics 365 CRM.",
  relativeTo: "webApi",
  example,
});
