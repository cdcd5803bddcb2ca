import {
  type DataverseClient,
  type DataverseResponse,
  errorInside,
  type HttpMethod,
  InvalidInputError,
  isErrorBody,
  multipartBody,
  rawRetryPolicy,
  unexpectedResponse,
} from "../client";

/** A request that the builder composes. It is sent to the organization only. */
export interface RawRequestInputs {
  url: string;
  /** The base of a relative path. */
  relativeTo: "organization" | "webApi";
  method: HttpMethod;
  data: unknown;
  formData: { key: string; value: unknown }[];
  fileData: { key: string; value: unknown }[];
  fileDataFileNames: ReadonlyMap<string, string>;
  queryParams: { key: string; value: string }[];
  headers: ReadonlyMap<string, string>;
  responseType: "json" | "text" | "binary";
  timeoutMs: number | undefined;
  debugRequest: boolean;
  retryDelayMs: number;
  retryAllErrors: boolean;
  maxRetries: number;
  useExponentialBackoff: boolean;
}

export interface RawResult {
  data: unknown;
  contentType?: string;
}

export async function sendRawRequest(client: DataverseClient, inputs: RawRequestInputs): Promise<RawResult> {
  const operation = `Raw request ${inputs.method} ${inputs.url.split("?")[0]}`;
  const { body, headers } = requestBody(inputs);
  const response = await client.send({
    operation,
    method: inputs.method,
    url: withQueryParameters(inputs.url, inputs.queryParams),
    relativeTo: inputs.relativeTo,
    headers: { ...headers, ...allowedHeaders(inputs.headers) },
    body,
    timeoutMs: inputs.timeoutMs,
    retryPolicy: rawRetryPolicy(inputs),
    alwaysLog: inputs.debugRequest,
  });
  return readBody(response, inputs);
}

/** Builders cannot set these: the connection sets the token, and the organization is the host. */
const reservedHeaders = new Set(["authorization", "host", "content-length", "transfer-encoding", "connection"]);

function allowedHeaders(headers: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !reservedHeaders.has(name.toLowerCase())));
}

function withQueryParameters(url: string, parameters: { key: string; value: string }[]): string {
  if (parameters.length === 0) return url;
  const query = parameters.map(({ key, value }) => `${encodeName(key)}=${encodeURIComponent(value)}`).join("&");
  const separator = !url.includes("?") ? "?" : /[?&]$/.test(url) ? "" : "&";
  return `${url}${separator}${query}`;
}

/** OData's `$` and `@` are part of the names (`$select`, `@p`). */
function encodeName(name: string): string {
  return encodeURIComponent(name).replaceAll("%24", "$").replaceAll("%40", "@");
}

function requestBody(inputs: RawRequestInputs): { body: string | Buffer | undefined; headers: Record<string, string> } {
  const { data, formData, fileData, fileDataFileNames } = inputs;
  const hasData = data !== undefined && data !== null && data !== "";
  const hasParts = formData.length > 0 || fileData.length > 0;
  if (hasData && hasParts) {
    throw new InvalidInputError("Data", "a request has either a body or form data and files, not both.");
  }
  const unknownName = [...fileDataFileNames.keys()].find((name) => !fileData.some(({ key }) => key === name));
  if (unknownName !== undefined) {
    throw new InvalidInputError("File Data File Names", `"${unknownName}" is not a key of File Data.`);
  }
  const empty = fileData.find(({ value }) => value === undefined || value === null);
  if (empty) throw new InvalidInputError("File Data", `"${empty.key}" has no content.`);
  if (hasParts) {
    return multipartBody([
      ...formData.map(({ key, value }) => ({ name: key, content: contentOf(value ?? "").content })),
      ...fileData.map(({ key, value }) => ({
        name: key,
        fileName: fileDataFileNames.get(key) ?? key,
        ...contentOf(value),
      })),
    ]);
  }
  if (!hasData) return { body: undefined, headers: {} };
  const { content, contentType } = contentOf(data);
  return { body: content, headers: { "Content-Type": contentType ?? guessContentType(content) } };
}

/** Bytes of an earlier step are a Buffer or `{ data, contentType }`. Other values than text are sent as JSON. */
function contentOf(value: unknown): { content: string | Buffer; contentType?: string } {
  if (typeof value === "string") return { content: value };
  if (value instanceof Uint8Array) return { content: Buffer.from(value) };
  if (typeof value === "object" && value !== null && "data" in value && value.data instanceof Uint8Array) {
    const contentType = "contentType" in value && typeof value.contentType === "string" ? value.contentType : undefined;
    return { content: Buffer.from(value.data), ...(contentType && { contentType }) };
  }
  return { content: jsonText(value), contentType: "application/json" };
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new InvalidInputError("Data", `the value cannot be written as JSON: ${(error as Error).message}.`);
  }
}

function guessContentType(content: string | Buffer): string {
  if (typeof content !== "string") return "application/octet-stream";
  try {
    JSON.parse(content);
    return "application/json";
  } catch {
    return "text/plain";
  }
}

function readBody(response: DataverseResponse<Buffer>, { responseType, relativeTo, url }: RawRequestInputs): RawResult {
  const contentType = response.headers["content-type"] ?? "";
  if (responseType === "binary") {
    return { data: response.body, contentType: contentType || "application/octet-stream" };
  }
  // Numbers of `/$count` begin with a byte order mark.
  const text = response.body.toString("utf8").replace(/^\uFEFF/, "");
  if (responseType === "text") return { data: text };
  if (text === "") return { data: null };
  const isJson = /\bjson\b/i.test(contentType);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    if (isJson) throw unexpectedResponse(response, "its body is not the JSON it claims to be");
    // The organization's root has web pages; the Web API does not return any.
    const isWebApi = relativeTo === "webApi" || /\bapi\/data\/v\d/i.test(url);
    if (isWebApi && /html/i.test(contentType)) throw unexpectedResponse(response, "it is a web page");
    return { data: text };
  }
  if (isErrorBody(data)) throw errorInside({ ...response, body: text });
  return { data };
}
