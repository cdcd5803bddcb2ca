/** Speaks batches to an organization of its own, without sockets, for tests: bytes in, bytes out. */
import { applicationUsers } from "../organization/seed/rows/applicationUsers";
import { openStore } from "../organization/open";
import { Store } from "../organization/store/store";
import { handle, type Organization, type WebApiRequest, type WebApiResponse } from "../webApi";

export const serviceRoot = "https://demo.crm.dynamics.com/api/data/v9.2/";

export interface TestOrganization {
  store: Store;
  /** One request on its own. */
  send(method: string, url: string, body?: unknown, headers?: Record<string, string>): WebApiResponse;
  /** One batch, with the boundary `b` unless `headers` say otherwise. */
  batch(body: string | Uint8Array, headers?: Record<string, string>): BatchAnswer;
  /** The names of all accounts, in order. */
  accountNames(): string[];
}

export interface BatchAnswer {
  status: number;
  contentType: string;
  text: string;
  /** Status of every part, in order, as `204` or, when a Content-ID came back, `204 #1`. */
  parts: string[];
  /** The first code and message of an error anywhere in the body, or "". */
  code: string;
  message: string;
}

export interface TestOptions {
  /** The row version that the next write gets. */
  nextVersion?: number;
  newId?: () => string;
  newMessageId?: Organization["newMessageId"];
}

/** Users and currencies only; no sample rows. */
export function testOrganization({ nextVersion, newId, newMessageId }: TestOptions = {}): TestOrganization {
  let ids = 0;
  const store = storeAt(nextVersion);
  const organization: Organization = {
    store,
    newId: newId ?? (() => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, "0")}`),
    ...(newMessageId === undefined ? {} : { newMessageId }),
  };
  const { userId } = applicationUsers.integration;
  const user = store.database.get("SELECT businessunitid FROM systemuser WHERE systemuserid = ?", [userId]);
  const caller = { userId, businessUnitId: String(user?.["businessunitid"]), organizationId: "" };
  const send = (method: string, url: string, body: Uint8Array, headers: WebApiRequest["headers"]): WebApiResponse => {
    const [path = "", query = ""] = url.split(/\?(.*)/s);
    return handle(organization, { method, path, query, headers, body, serviceRoot, caller });
  };
  return {
    store,
    send: (method, url, body, headers = {}) =>
      send(method, url, Buffer.from(body === undefined ? "" : JSON.stringify(body)), {
        "content-type": "application/json",
        ...headers,
      }),
    batch: (body, headers = {}) =>
      answerOf(
        send("POST", "$batch", typeof body === "string" ? Buffer.from(body) : body, {
          "content-type": "multipart/mixed; boundary=b",
          ...headers,
        }),
      ),
    accountNames: () =>
      store.database.all(`SELECT name FROM account ORDER BY versionnumber`).map(({ name }) => String(name)),
  };
}

function storeAt(nextVersion: number | undefined): Store {
  const store = openStore({ seed: false });
  if (nextVersion === undefined) return store;
  store.database.run(`UPDATE "#settings" SET value = ? WHERE name = 'version'`, [nextVersion - 1]);
  return new Store(store.database, store.catalog, () => store.now());
}

function answerOf({ status, headers, body = "" }: WebApiResponse): BatchAnswer {
  const text = typeof body === "string" ? body : Buffer.from(body).toString("utf8");
  const parts = [...text.matchAll(/(?:Content-ID: (\S+)\r\n)?\r\nHTTP\/1\.1 (\d+)/g)];
  const error = /\{"error":.*\}/.exec(text)?.[0];
  const { code = "", message = "" } = error === undefined ? {} : errorIn(error);
  return {
    status,
    contentType: headers["Content-Type"] ?? "",
    text,
    parts: parts.map(([, id, part = ""]) => (id === undefined ? part : `${part} #${id}`)),
    code,
    message,
  };
}

function errorIn(json: string): { code?: string; message?: string } {
  return (JSON.parse(json) as { error: { code?: string; message?: string } }).error;
}

/** Lines as they go over the wire. */
export function crlf(...lines: string[]): string {
  return lines.map((line) => `${line}\r\n`).join("");
}

export interface Written {
  method: string;
  url: string;
  body?: unknown;
  headers?: Record<string, string>;
  contentId?: string;
}

/** A request as the content of a part, behind its delimiter. */
export function part({ method, url, body, headers = {}, contentId }: Written): string {
  const fields = { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers };
  return crlf(
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    "",
    `${method} ${url} HTTP/1.1`,
    ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
    "",
    body === undefined ? "" : JSON.stringify(body),
  );
}

/** A change set as the content of a part. */
export function changeSet(...requests: Written[]): string {
  return crlf("Content-Type: multipart/mixed; boundary=c", "") + multipart("c", requests.map(part));
}

export function multipart(boundary: string, parts: string[]): string {
  return `${parts.map((content) => `--${boundary}\r\n${content}`).join("")}--${boundary}--\r\n`;
}

export function batchOf(...parts: string[]): string {
  return multipart("b", parts);
}
