import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Dataverse sends a shared key in every request: a webhook key as the query parameter `code`, any other as a header or
 * query parameter with the name in the registration [Webhooks]. The key is accepted in any header
 * or query parameter, so that all three registration options work without further inputs.
 */
export function carriesKey(
  key: string,
  headers: Record<string, unknown>,
  queryParameters: Record<string, unknown>,
): boolean {
  const expected = digest(key);
  let isFound = false;
  for (const value of [...Object.values(headers), ...Object.values(queryParameters)]) {
    // Every value is compared, and comparing digests takes the same time for all lengths.
    if (timingSafeEqual(digest(typeof value === "string" ? value : ""), expected)) isFound = true;
  }
  return isFound;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
