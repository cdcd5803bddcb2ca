import { isObject, textMember } from "../../client";
import { type ExecutionContextSummary, isExecutionContext, summarize } from "./executionContexts";
import { carriesKey } from "./keys";

/** A request to the webhook's URL: the part of the platform's payload that is needed to check it. */
export interface WebhookRequest {
  headers: Record<string, unknown>;
  queryParameters: Record<string, unknown>;
  body: { data: unknown };
  rawBody: { data: unknown };
}

/**
 * The members that flows built on the published connector use, and a summary of the body. A body that is not an
 * execution context, such as that of a plug-in's own request, has no summary.
 */
export interface ReceivedEvent extends Partial<
  Omit<ExecutionContextSummary, "messageName" | "requestId" | "initiatingUserId">
> {
  /** Of the body, else of the header. */
  messageName: string | undefined;
  /** The body as it was sent. */
  bodyData: unknown;
  requestId: string | undefined;
  /** Host name of the environment. */
  organization: string | undefined;
  entityName: string | undefined;
  inputParameters: unknown;
  initiatingUserId: string | undefined;
  /**
   * Above 256 KB Dataverse omits the input parameters, the images and the parent context: the flow has to read the
   * record to find the changes [Webhooks].
   */
  isSizeExceeded: boolean;
}

export type Received =
  /** A connectivity check. */
  { kind: "heartbeat"; echo: string } | { kind: "event"; event: ReceivedEvent };

/** @throws Error for a request that must not run the flow: no step may see its content. */
export function receiveWebhook(request: WebhookRequest, key: string | undefined): Received {
  const headers = lowerCase(request.headers);
  const query = request.queryParameters ?? {};
  if (key !== undefined && !carriesKey(key, headers, query)) {
    throw new Error("The request does not have the webhook authentication key. The flow does not run.");
  }
  const body = readBody(request);
  if (body.isEmpty || isUrlValidation(headers)) {
    const token = query["validationToken"];
    return { kind: "heartbeat", echo: typeof token === "string" ? token : "" };
  }
  if (!body.isJson) throw new Error("The body of the request is not JSON. The flow does not run.");
  return { kind: "event", event: eventOf(body.value, headers) };
}

/** The check that the registration of a webhook sends; its body has no meaning. */
function isUrlValidation(headers: Record<string, unknown>): boolean {
  return textMember(headers, "x-ms-dynamics-request-name")?.toUpperCase() === "URL_VALIDATION";
}

function eventOf(body: unknown, headers: Record<string, unknown>): ReceivedEvent {
  const summary: Partial<ExecutionContextSummary> = isExecutionContext(body) ? summarize(body) : {};
  return {
    ...summary,
    messageName: summary.messageName ?? textMember(headers, "x-ms-dynamics-request-name"),
    bodyData: body,
    requestId: summary.requestId ?? textMember(headers, "x-request-id"),
    organization: textMember(headers, "x-ms-dynamics-organization") ?? summary.organizationName,
    entityName: textMember(headers, "x-ms-dynamics-entity-name") ?? summary.primaryEntityName,
    inputParameters: isObject(body) ? body["InputParameters"] : undefined,
    initiatingUserId: summary.initiatingUserId,
    isSizeExceeded: headers["x-ms-dynamics-msg-size-exceeded"] !== undefined,
  };
}

type Body = { isEmpty: true } | { isEmpty: false; isJson: false } | { isEmpty: false; isJson: true; value: unknown };

/** The platform passes the body parsed, as text or as bytes, depending on its content type. */
function readBody({ body, rawBody }: WebhookRequest): Body {
  const data = isEmpty(body?.data) ? rawBody?.data : body.data;
  if (isEmpty(data)) return { isEmpty: true };
  const text = typeof data === "string" ? data : bytesOf(data)?.toString("utf8");
  if (text === undefined) return { isEmpty: false, isJson: true, value: data };
  try {
    return { isEmpty: false, isJson: true, value: JSON.parse(text.replace(/^\uFEFF/, "")) as unknown };
  } catch {
    return { isEmpty: false, isJson: false };
  }
}

/** The bytes of a Buffer, an ArrayBuffer, or a Buffer that was serialized as JSON. */
function bytesOf(data: unknown): Buffer | undefined {
  if (data instanceof Uint8Array || data instanceof ArrayBuffer) return Buffer.from(data as Uint8Array);
  if (!isObject(data) || data["type"] !== "Buffer" || !Array.isArray(data["data"])) return undefined;
  return Buffer.from(data["data"] as number[]);
}

function isEmpty(data: unknown): boolean {
  if (data === undefined || data === null) return true;
  if (typeof data === "string") return data.trim() === "";
  const bytes = bytesOf(data);
  if (bytes) return bytes.length === 0;
  return isObject(data) && Object.keys(data).length === 0;
}

function lowerCase(headers: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
