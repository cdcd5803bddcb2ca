import type { IncomingMessage } from "node:http";

/** Dataverse answers 413 above an undocumented size; this is the documented limit of its plug-in context. */
const maxBodyBytes = 122_525_000;

/** A request as it came over HTTP, read to its end. */
export interface HttpRequest {
  method: string;
  /** Percent-encoded, without the query. */
  path: string;
  query: string;
  /** By lower-case name; repeated headers joined by commas. */
  headers: Record<string, string>;
  body: Buffer;
  /** `http://127.0.0.1:1234`, by the name the client used. */
  origin: string;
  /** All names the server goes by in URLs, with their ports and in lower case. */
  hosts: readonly string[];
}

/** `undefined` when the body is too large. */
export async function readRequest(incoming: IncomingMessage): Promise<HttpRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  const headers = joinedHeaders(incoming);
  const { host, path, query } = requestTarget(incoming.url ?? "/");
  return {
    method: incoming.method ?? "GET",
    path,
    query,
    headers,
    body: Buffer.concat(chunks),
    ...addresses(incoming.socket.localPort ?? 0, host ?? headers["host"], headers["x-forwarded-host"]),
  };
}

/** Path and query as they were sent. */
export function urlOf({ path, query }: HttpRequest): string {
  return query === "" ? path : `${path}?${query}`;
}

/** The names of this machine's loopback interface. */
export function isLoopback(hostname: string): boolean {
  return loopback.includes(hostname);
}

const loopback = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Origin form, or absolute form as clients of a proxy send it, whose authority replaces the Host header (RFC 9112
 * section 3.2).
 */
function requestTarget(target: string): { host?: string; path: string; query: string } {
  const [, host, behind = ""] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target) ?? [];
  const url = host === undefined ? target : behind.replace(/^(?!\/)/, "/");
  const mark = url.indexOf("?");
  return {
    ...(host === undefined ? {} : { host }),
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? "" : url.slice(mark + 1),
  };
}

function joinedHeaders(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]),
  );
}

/**
 * URLs in answers repeat the host the client used, as long as it is this machine. URLs of the client may name the
 * server by any of its names, the one of a tunnel in front of it included.
 */
function addresses(
  port: number,
  host: string | undefined,
  forwardedHost: string | undefined,
): Pick<HttpRequest, "origin" | "hosts"> {
  const own = loopback.map((name) => `${name}:${port}`);
  const isOwn = host !== undefined && URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname);
  const given = [host, ...(forwardedHost ?? "").split(",")].flatMap((name) => name?.trim().toLowerCase() ?? []);
  return { origin: `http://${isOwn ? host : own[0]}`, hosts: [...own, ...given.filter((name) => name !== "")] };
}
