/**
 * The Web API over an organization's store: requests as plain values in, responses as plain values out. Routing and
 * the rules of HTTP live here; queries are `query`'s, writes `records`', definitions `definitions`'. Sockets, tokens
 * and the journal are the server's.
 */
export { errorResponseTo, handle } from "./handle";
export type { Organization, WebApiRequest, WebApiResponse } from "../messages/webApiMessage";
export { checkMayWork } from "./userRights";
