import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Dataverse proves itself with a shared key in every request: a webhook key arrives as the query parameter `code`, an HTTP
 * header or query string parameter under the name that the registration gave it ("Use webhooks", Microsoft Learn). The
 * key counts wherever it arrives, so that all three kinds of registration work without naming the place again.
 */
export function carriesKey(
  key: string,
  headers: Record<string, unknown>,
  queryParameters: Record<string, unknown>,
): boolean {
  const expected = digest(key);
  let isFound = false;
  for (const value of [...Object.values(headers), ...Object.values(queryParameters)]) {
    // Every value is compared, and digests take the same time whatever the lengths are.
    if (timingSafeEqual(digest(typeof value === "string" ? value : ""), expected)) isFound = true;
  }
  return isFound;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
