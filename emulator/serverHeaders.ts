import { createHash, randomUUID } from "node:crypto";

/** Requests and execution seconds left of the service protection limits' five minutes, and the parallelism advised. */
const REMAINING_REQUESTS = "5999";
/** With thousands separator and decimals, as the service writes it: an integer parse fails on it. */
const REMAINING_SECONDS = "1,200.00";
const PARALLELISM_HINT = "4";

/** What the service's front end adds to every Web API answer. */
export function frontEndHeaders(): Record<string, string> {
  return {
    "Cache-Control": "no-cache",
    "x-ms-ratelimit-burst-remaining-xrm-requests": REMAINING_REQUESTS,
    "x-ms-ratelimit-time-remaining-xrm-requests": REMAINING_SECONDS,
    "x-ms-dop-hint": PARALLELISM_HINT,
    "Access-Control-Expose-Headers":
      "Preference-Applied,OData-EntityId,Location,ETag,OData-Version,Content-Encoding,Transfer-Encoding,Content-Length,Retry-After",
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
