import { type ExecutionContextSummary, isExecutionContext, type Json, summarize } from "./executionContexts";
import { carriesKey } from "./keys";

/** A request that reached the webhook's URL, with as much of the platform's payload as is needed to judge it. */
export interface WebhookRequest {
  headers: Record<string, unknown>;
  queryParameters: Record<string, unknown>;
  body: { data: unknown };
  rawBody: { data: unknown };
}

/** The members flows built on the published connector know, and what a builder needs without taking the body apart. */
export interface ReceivedEvent extends Omit<ExecutionContextSummary, "requestId" | "initiatingUserId"> {
  /** The body as Dataverse sent it. */
  bodyData: Json;
  requestId: string | undefined;
  /** Host name of the environment. */
  organization: string | undefined;
  entityName: string | undefined;
  inputParameters: unknown;
  initiatingUserId: string | undefined;
  /**
   * Above 256 KB Dataverse leaves the input parameters, the images and the parent context out: the record has to be read
   * to know what changed.
   */
  isSizeExceeded: boolean;
}

export type Received =
  | { kind: "refused"; statusCode: 400 | 401; problem: string }
  /** Nothing to tell: someone checks that the URL is there. */
  | { kind: "heartbeat"; echo: string }
  | { kind: "event"; event: ReceivedEvent };

export function receiveWebhook(request: WebhookRequest, key: string | undefined): Received {
  const headers = lowerCase(request.headers);
  const query = request.queryParameters ?? {};
  if (key !== undefined && !carriesKey(key, headers, query)) {
    return { kind: "refused", statusCode: 401, problem: "The webhook authentication key is missing or wrong." };
  }
  const body = readBody(request);
  if (body.isEmpty) {
    const token = query["validationToken"];
    return { kind: "heartbeat", echo: typeof token === "string" ? token : "" };
  }
  if (!body.isJson) return { kind: "refused", statusCode: 400, problem: "The body is not JSON." };
  if (!isExecutionContext(body.value)) {
    return { kind: "refused", statusCode: 400, problem: "The body is not a RemoteExecutionContext of Dataverse." };
  }
  return { kind: "event", event: eventOf(body.value, headers) };
}

function eventOf(context: Json, headers: Record<string, unknown>): ReceivedEvent {
  const summary = summarize(context);
  return {
    ...summary,
    bodyData: context,
    requestId: summary.requestId ?? textOf(headers["x-request-id"]),
    organization: textOf(headers["x-ms-dynamics-organization"]) ?? summary.organizationName,
    entityName: textOf(headers["x-ms-dynamics-entity-name"]) ?? summary.primaryEntityName,
    inputParameters: context["InputParameters"],
    isSizeExceeded: headers["x-ms-dynamics-msg-size-exceeded"] !== undefined,
  };
}

type Body = { isEmpty: true } | { isEmpty: false; isJson: false } | { isEmpty: false; isJson: true; value: unknown };

/** The platform hands the body over parsed, as text or as bytes, depending on the content type it saw. */
function readBody({ body, rawBody }: WebhookRequest): Body {
  const data = isNothing(body?.data) ? rawBody?.data : body.data;
  if (isNothing(data)) return { isEmpty: true };
  const text = typeof data === "string" ? data : bytesOf(data)?.toString("utf8");
  if (text === undefined) return { isEmpty: false, isJson: true, value: data };
  try {
    return { isEmpty: false, isJson: true, value: JSON.parse(text.replace(/^\uFEFF/, "")) as unknown };
  } catch {
    return { isEmpty: false, isJson: false };
  }
}

/** A Buffer, an ArrayBuffer, or a Buffer that went through JSON. */
function bytesOf(data: unknown): Buffer | undefined {
  if (data instanceof Uint8Array || data instanceof ArrayBuffer) return Buffer.from(data as Uint8Array);
  if (typeof data !== "object" || data === null || !("type" in data) || !("data" in data)) return undefined;
  return data.type === "Buffer" && Array.isArray(data.data) ? Buffer.from(data.data as number[]) : undefined;
}

function isNothing(data: unknown): boolean {
  if (data === undefined || data === null) return true;
  if (typeof data === "string") return data.trim() === "";
  const bytes = bytesOf(data);
  if (bytes) return bytes.length === 0;
  return typeof data === "object" && !Array.isArray(data) && Object.keys(data).length === 0;
}

function lowerCase(headers: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
