import type { WebApiResponse } from "./webApiMessage";

export const jsonContentType = "application/json; odata.metadata=minimal";

export function json(body: string, headers: Record<string, string | undefined> = {}, status = 200): WebApiResponse {
  return { status, headers: present({ "Content-Type": jsonContentType, ...headers }), body };
}

export function noContent(headers: Record<string, string | undefined> = {}): WebApiResponse {
  return { status: 204, headers: present(headers) };
}

export function plainText(body: string): WebApiResponse {
  return { status: 200, headers: { "Content-Type": "text/plain" }, body };
}

/** Headers that were not given a value are left out. */
function present(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
