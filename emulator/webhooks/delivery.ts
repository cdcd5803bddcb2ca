/** One post to a receiver, with what the platform says of its answer ([Webhooks]: troubleshooting). */
import { type ErrorEntry, errors } from "../errors/catalog";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { authenticated, type AuthenticatedTarget, type Endpoint, UnusableSettings } from "./authentication";

export type Outcome = { kind: "delivered" } | { kind: "failed"; code: string; message: string };

export interface Message {
  /** Host name of the environment. */
  organizationHost: string;
  name: string;
  entityName: string;
  correlationId: string;
  /** The context in full. */
  body: string;
}

export interface DeliveryOptions {
  timeoutMs: number;
  /** Ends a delivery in flight. */
  signal: AbortSignal;
}

/** "When the size of the entire HTTP payload exceeds 256KB". */
const largestBodyBytes = 256 * 1024;
const removedWhenLarge = ["InputParameters", "ParentContext", "PostEntityImages", "PreEntityImages"];

/** Answers that may come of the network: one more attempt is made after them. */
const triedAgain = [502, 503, 504];

const loopback = ["127.0.0.1", "localhost", "[::1]"];

export async function deliver(endpoint: Endpoint, message: Message, options: DeliveryOptions): Promise<Outcome> {
  const prepared = prepare(endpoint, message);
  if ("kind" in prepared) return prepared;
  const first = await attempt(prepared, options);
  const isTriedAgain = typeof first === "number" && triedAgain.includes(first);
  const answer = isTriedAgain ? await attempt(prepared, options) : first;
  if (typeof answer !== "number") return answer;
  if (answer >= 200 && answer < 300) return { kind: "delivered" };
  return failed(
    errors.WebhooksNonSuccessHttpResponse,
    `The webhook '${endpoint.name}' answered with the status code ${answer}.`,
  );
}

interface Post extends AuthenticatedTarget {
  body: Buffer;
}

function prepare(endpoint: Endpoint, message: Message): Post | Outcome {
  const target = targetOf(endpoint);
  if ("kind" in target) return target;
  if (!loopback.includes(target.url.hostname)) {
    return failed(
      errors.WebhooksPostRequestFailed,
      `The emulator posts to this machine only, and the webhook '${endpoint.name}' is at ${target.url.host}.`,
    );
  }
  const { body, isCut } = limited(message.body);
  if (body.length > largestBodyBytes) {
    return failed(
      errors.WebhooksMaxSizeExceeded,
      `The context for the webhook '${endpoint.name}' is larger than 256 KB.`,
    );
  }
  const headers = {
    ...target.headers,
    "Content-Type": "application/json",
    "x-ms-dynamics-organization": message.organizationHost,
    "x-ms-dynamics-entity-name": message.entityName,
    "x-ms-dynamics-request-name": message.name,
    "x-ms-correlation-request-id": message.correlationId,
    ...(isCut ? { "x-ms-dynamics-msg-size-exceeded": "true" } : {}),
  };
  return { url: target.url, headers, body };
}

function targetOf(endpoint: Endpoint): AuthenticatedTarget | Outcome {
  try {
    return authenticated(endpoint);
  } catch (error) {
    if (!(error instanceof UnusableSettings)) throw error;
    const rejection =
      error.kind === "headers" ? errors.WebhooksInvalidHttpHeaders : errors.WebhooksInvalidHttpQueryParams;
    return failed(rejection, `The webhook '${endpoint.name}' has ${error.kind} that cannot be sent: ${error.message}`);
  }
}

function limited(text: string): { body: Buffer; isCut: boolean } {
  const body = Buffer.from(text);
  if (body.length <= largestBodyBytes) return { body, isCut: false };
  const context = JSON.parse(text) as Record<string, unknown>;
  for (const name of removedWhenLarge) delete context[name];
  return { body: Buffer.from(JSON.stringify(context).replaceAll("/", "\\/")), isCut: true };
}

/** The status of an answer, or why there is none. Redirects are not followed; the body is not read. */
function attempt({ url, headers, body }: Post, { timeoutMs, signal }: DeliveryOptions): Promise<number | Outcome> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const deadline = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve) => {
    const fail = (error: Error): void => {
      const isLate = deadline.aborted && !signal.aborted;
      if (isLate) {
        resolve(
          failed(errors.WebhooksHttpRequestTimedOut, `The webhook did not answer within ${timeoutMs / 1_000} seconds.`),
        );
      } else resolve(failed(errors.WebhooksPostRequestFailed, `The webhook could not be reached: ${error.message}`));
    };
    try {
      const request = send(url, {
        method: "POST",
        agent: false,
        signal: AbortSignal.any([signal, deadline]),
        headers: { ...headers, "Content-Length": body.length, Connection: "close" },
      });
      request.on("error", fail);
      request.on("response", (response) => {
        resolve(response.statusCode ?? 0);
        response.on("error", () => undefined);
        response.resume();
      });
      request.end(body);
    } catch (error) {
      // Names and values that HTTP cannot carry (RFC 9110 section 5).
      resolve(
        failed(
          errors.WebhooksInvalidHttpHeaders,
          `The webhook has headers that cannot be sent: ${(error as Error).message}`,
        ),
      );
    }
  });
}

function failed({ code }: ErrorEntry, message: string): Outcome {
  return { kind: "failed", code, message };
}
