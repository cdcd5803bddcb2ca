import example from "./rawRequestV2.example.json";
import { rawRequestAction } from "./rawRequestAction";

export const rawRequestV2 = rawRequestAction({
  label: "Raw Request",
  description: "Send a raw HTTP request to Microsoft Dynamics 365.",
  relativeTo: "organization",
  example,
});
