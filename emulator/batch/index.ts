/**
 * `$batch`: many requests in one body, with the responses in the same order. A batch is read as MIME, each part is
 * handled like a separate request, and the responses are written as MIME. Requests outside change sets are independent,
 * and their effects remain when a later one fails; a change set is one transaction. This folder does not interpret
 * parts.
 *
 * Rules: [ODataProtocol] section 11.7 and [Batch].
 */
import type { PartHandler } from "../messages/requestContext";
import type { WebApiRequest, WebApiResponse } from "../messages/webApiMessage";
import { type BatchItem, type PartRequest, readBatch } from "./readBatch";
import { type References, requestTarget, resolveBody } from "./references";
import { type AnsweredItem, type PartAnswer, writeBatch } from "./writeBatch";

export interface BatchContext extends PartHandler {
  request: WebApiRequest;
  /** `Prefer: odata.continue-on-error`. */
  continuesOnError: boolean;
  /** Keeps what `work` did, or takes all of it back when it throws. */
  transaction: <T>(work: () => T) => T;
}

/**
 * A batch that stopped at a failing part returns 400, for any status of the part.
 *
 * @throws ServiceError 400 when the body is not a batch; no part has run then.
 */
export function respondToBatch(context: BatchContext): WebApiResponse {
  const items = readBatch(context.request.headers["content-type"], context.request.body);
  const answered: AnsweredItem[] = [];
  let stopped = false;
  for (const item of items) {
    const answer = answerItem(context, item);
    answered.push(answer);
    stopped = !context.continuesOnError && hasFailed(answer);
    if (stopped) break;
  }
  const { boundary, body } = writeBatch(answered, context.newBoundaryId);
  return {
    status: stopped ? 400 : 200,
    headers: { "Content-Type": `multipart/mixed; boundary=${boundary}` },
    body,
  };
}

function answerItem(context: BatchContext, item: BatchItem): AnsweredItem {
  if (item.kind === "request") return { kind: "request", answer: answerRequest(context, item.request, new Map()) };
  return { kind: "changeSet", answers: answerChangeSet(context, item.requests) };
}

function hasFailed(item: AnsweredItem): boolean {
  const answers = item.kind === "request" ? [item.answer] : item.answers;
  return answers.some(isFailure);
}

function isFailure({ response }: PartAnswer): boolean {
  return response.status >= 400;
}

/** Ends the transaction of a change set; the answer is all that is left of it. */
class ChangeSetFailed extends Error {
  override readonly name = "ChangeSetFailed";
  constructor(readonly answer: PartAnswer) {
    super("A request of the change set failed.");
  }
}

/** One answer for each request, or, everything taken back, the one of the request that failed. */
function answerChangeSet(context: BatchContext, requests: PartRequest[]): PartAnswer[] {
  try {
    return context.transaction(() => {
      const references = new Map<string, string>();
      return requests.map((request) => {
        const answer = answerRequest(context, request, references);
        if (isFailure(answer)) throw new ChangeSetFailed(answer);
        remember(references, answer);
        return answer;
      });
    });
  } catch (error) {
    if (error instanceof ChangeSetFailed) return [error.answer];
    throw error;
  }
}

/** A part whose response has no `OData-EntityId`, as with `return=representation`, cannot be referenced. */
function remember(references: Map<string, string>, { contentId, response }: PartAnswer): void {
  const entityId = response.headers["OData-EntityId"];
  if (contentId === undefined || entityId === undefined) return;
  references.set(contentId, entityId.replace(/^.*?\/api\/data\/v\d+\.\d+\//i, ""));
}

/** Nothing of the batch's own headers reaches a part, only the user the access token stands for. */
function answerRequest(context: BatchContext, part: PartRequest, references: References): PartAnswer {
  const { serviceRoot, hosts, caller } = context.request;
  const response = context.respondToPart(part.headers, () => {
    if (part.unreadable !== undefined) throw part.unreadable;
    return {
      ...requestTarget(part.url, serviceRoot, references),
      method: part.method,
      headers: part.headers,
      body: resolveBody(part.body, references),
      caller,
      ...(hosts === undefined ? {} : { hosts }),
      isBatchPart: true,
    };
  });
  const { contentId, method } = part;
  return { method, response, ...(contentId === undefined ? {} : { contentId }) };
}
