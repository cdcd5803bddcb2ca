import { createHash, randomUUID } from "node:crypto";
import type { RemainingUse } from "../disturbance";

/**
 * The headers that the service's front end adds to every Web API response.
 *
 * @param remaining what the user has left, as far as one is known
 */
export function frontEndHeaders(now: Date, remaining?: RemainingUse): Record<string, string> {
  return {
    // The clock that dates the rows (RFC 9110 section 6.6.1).
    Date: now.toUTCString(),
    "Cache-Control": "no-cache",
    ...(remaining === undefined ? {} : limitHeaders(remaining)),
    "Access-Control-Expose-Headers":
      "Preference-Applied,OData-EntityId,Location,ETag,OData-Version,Content-Encoding,Transfer-Encoding,Content-Length,Retry-After",
  };
}

/** [ServiceProtection] and [ParallelRequests]. */
function limitHeaders({ requests, executionMs, dopHint }: RemainingUse): Record<string, string> {
  // With thousands separator and decimals, as the service writes seconds: an integer parse fails on it.
  const seconds = (executionMs / 1_000).toLocaleString("en-US", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return {
    "x-ms-ratelimit-burst-remaining-xrm-requests": String(requests),
    "x-ms-ratelimit-time-remaining-xrm-requests": seconds,
    "x-ms-dop-hint": String(dopHint),
  };
}

/** Cookies as captured from the service: server affinity, client and organization, and after a write its time. */
export function affinityCookies(organizationId: string, isWrite: boolean, now: Date): string[] {
  const affinity = createHash("sha256").update(organizationId).digest("hex");
  const cookies = [
    `ARRAffinity=${affinity}; path=/; secure; HttpOnly`,
    `ReqClientId=${randomUUID()}; path=/; secure; HttpOnly`,
    `orgId=${organizationId}; path=/; secure; HttpOnly`,
  ];
  return isWrite ? [...cookies, `last_commit_time=${now.toISOString()}; path=/; secure; HttpOnly`] : cookies;
}
