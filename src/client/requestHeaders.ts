/** The headers of requests: those that all carry, what is preferred of the answer, and whom it is asked for. Pure. */

/** "Compose HTTP requests and handle errors", Microsoft Learn: what every request should carry. */
export const odataHeaders: Readonly<Record<string, string>> = {
  Accept: "application/json",
  "OData-MaxVersion": "4.0",
  "OData-Version": "4.0",
};

export const userAgent = "ms-dynamics-connector";

interface GivenHeaders {
  prefer?: string[];
  headers?: Record<string, string>;
  body?: unknown;
}

export function requestHeaders(given: GivenHeaders): Record<string, string> {
  return {
    ...odataHeaders,
    "User-Agent": userAgent,
    ...(given.prefer && given.prefer.length > 0 ? { Prefer: given.prefer.join(",") } : {}),
    ...(given.body === undefined ? {} : { "Content-Type": "application/json" }),
    ...given.headers,
  };
}

/** Run as another user ("Impersonate another user using the Web API", Microsoft Learn): errors may be about that one. */
export function isImpersonated(headers: Record<string, string> = {}): boolean {
  return Object.keys(headers).some((name) => /^(MSCRMCallerID|CallerObjectId)$/i.test(name));
}
