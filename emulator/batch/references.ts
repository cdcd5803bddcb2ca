import { noHttpResource } from "../errors/rejections";
import { unknownContentId } from "./batchErrors";

/**
 * `$<Content-ID>` in a change set stands for the URL of the row that an earlier request of the same change set created
 * or updated ([Batch], Reference URIs in an operation): in a request's URL, in
 * `@odata.bind` values and in `@odata.id`. Values are URLs relative to the service root.
 */
export type References = ReadonlyMap<string, string>;

/** Names behind `$` that are resources of the service itself [ODataUrl]. */
const reserved = new Set(["metadata", "batch", "all", "entity", "crossjoin", "root"]);

const serviceRoot = /^(?:https?:\/\/[^/?#]+)?\/api\/data\/(v9\.[0-2])(?:\/|(?=\?)|$)/i;

/** The parts of a request's URL as the Web API takes them. */
export interface RequestTarget {
  serviceRoot: string;
  path: string;
  query: string;
}

/**
 * The host of an absolute URL is not looked at: a batch stays on the server it was sent to.
 *
 * @throws ServiceError 404 for a path outside the Web API, 400 for a reference to nothing.
 */
export function requestTarget(url: string, batchRoot: string, references: References): RequestTarget {
  const [root = "", version] = serviceRoot.exec(url) ?? [];
  if (version === undefined && /^(?:\/(?!\$)|https?:\/\/)/i.test(url)) {
    throw noHttpResource(url);
  }
  const relative = resolved(url.slice(root.length).replace(/^\/(?=\$)/, ""), references);
  const mark = relative.indexOf("?");
  return {
    serviceRoot: version === undefined ? batchRoot : batchRoot.replace(/v9\.\d\/$/i, `${version.toLowerCase()}/`),
    path: mark === -1 ? relative : relative.slice(0, mark),
    query: mark === -1 ? "" : relative.slice(mark + 1),
  };
}

/** A body with its references replaced; the very same bytes when it has none. */
export function resolveBody(body: Buffer, references: References): Uint8Array {
  if (!body.includes('"$')) return body;
  const json = parsed(body);
  return json === undefined ? body : Buffer.from(JSON.stringify(withReferences(json, references)));
}

/** The handler of the request reports text that is not JSON. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

function withReferences(value: unknown, references: References): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, references));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      name === "@odata.id" || name.endsWith("@odata.bind")
        ? linked(child, references)
        : withReferences(child, references),
    ]),
  );
}

function linked(value: unknown, references: References): unknown {
  if (Array.isArray(value)) return value.map((item) => linked(item, references));
  return typeof value === "string" ? resolved(value, references) : value;
}

function resolved(url: string, references: References): string {
  const [dollar, name = ""] = /^\$([^/?(]+)/.exec(url) ?? [];
  if (dollar === undefined) return url;
  const target = references.get(name);
  if (target !== undefined) return target + url.slice(dollar.length);
  if (reserved.has(name)) return url;
  throw unknownContentId(name);
}
