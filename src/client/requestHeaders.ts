/** The headers of requests: the only file that knows how an option is written as a header. Pure. */
import { defined } from "./defined";
import type { RequestOptions } from "./request";

/** [Requests]: headers that every request should have. */
const odataHeaders: Readonly<Record<string, string>> = {
  Accept: "application/json",
  "OData-MaxVersion": "4.0",
  "OData-Version": "4.0",
};

const userAgent = "ms-dynamics-connector";

export function requestHeaders(
  options: RequestOptions = {},
  content: { contentType?: string } = {},
): Record<string, string> {
  return {
    ...odataHeaders,
    "User-Agent": userAgent,
    ...defined({ "Content-Type": content.contentType }),
    ...optionHeaders(options),
  };
}

/** Given headers take precedence over the ones that every request should have. */
export function rawHeaders(given: Record<string, string>): Record<string, string> {
  return { ...requestHeaders(), ...given };
}

/** Parts do not inherit the headers of the batch [Batch]. */
export function partHeaders(options: RequestOptions = {}): Record<string, string> {
  return { Accept: "application/json", ...optionHeaders(options) };
}

function optionHeaders(options: RequestOptions): Record<string, string> {
  const { prefer = [] } = options;
  return defined({
    "If-Match": options.ifMatch,
    "If-None-Match": options.ifNoneMatch,
    // The legacy header takes the systemuserid [Impersonation].
    MSCRMCallerID: options.callerId,
    "MSCRM.SolutionUniqueName": options.solution,
    "MSCRM.MergeLabels": options.mergeLabels ? "true" : undefined,
    Consistency: options.consistency,
    Prefer: prefer.length > 0 ? prefer.join(",") : undefined,
  });
}

/** The request runs as another user, so an error may be about that user and not about the connection's. */
export function isImpersonated(request: { options?: RequestOptions; headers?: Record<string, string> }): boolean {
  const names = Object.keys(request.headers ?? {});
  return (
    request.options?.callerId !== undefined || names.some((name) => /^(MSCRMCallerID|CallerObjectId)$/i.test(name))
  );
}
