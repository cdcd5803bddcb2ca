import { rawRequest } from "./rawRequest";
import { rawRequestV2 } from "./rawRequestV2";

export const rawRequests = {
  rawRequest,
  rawRequestV2,
};
