/** The request that sets a flow off, in the shape in which a trigger receives it. */
import type { StepContext } from "../component/component";

export interface TriggerRequest {
  /** Text, bytes, or a value that is sent as JSON. */
  body?: unknown;
  /** Default: `application/json`. */
  contentType?: string;
  headers?: Record<string, string>;
  queryParameters?: Record<string, string>;
  pathFragment?: string;
}

/** `body.data` is the parsed body, `rawBody.data` what came over the wire (SDK, type TriggerPayload). */
export function triggerPayload(request: TriggerRequest, context: StepContext): Record<string, unknown> {
  const contentType = request.contentType ?? "application/json";
  const raw = rawBody(request.body);
  return {
    headers: { "Content-Type": contentType, ...request.headers },
    queryParameters: request.queryParameters ?? {},
    rawBody: { data: raw, contentType },
    body: { data: parsedBody(raw, contentType), contentType },
    pathFragment: request.pathFragment ?? "",
    webhookUrls: context.webhookUrls,
    webhookApiKeys: context.webhookApiKeys,
    invokeUrl: context.invokeUrl,
    executionId: context.executionId,
    customer: context.customer,
    instance: context.instance,
    user: context.user,
    integration: context.integration,
    flow: context.flow,
    startedAt: context.startedAt,
    globalDebug: context.globalDebug ?? false,
  };
}

function rawBody(body: unknown): string | Buffer {
  if (body === undefined) return "";
  return typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}

function parsedBody(raw: string | Buffer, contentType: string): unknown {
  if (raw.length === 0 || !/^application\/([^;]+\+)?json\b/i.test(contentType)) return raw;
  try {
    return JSON.parse(raw.toString()) as unknown;
  } catch (error) {
    throw new SyntaxError(
      `The trigger's request says ${contentType}, but its body is not JSON: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
