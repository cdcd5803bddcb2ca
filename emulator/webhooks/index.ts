/**
 * Webhooks: rows of `serviceendpoint` and `sdkmessageprocessingstep` that make writes post to a receiver [Webhooks].
 * The pipeline runs inside a write and decides which events to send; this folder sends them.
 *
 * Writing is synchronous and posting is not. Asynchronous steps leave a system job behind, in the same transaction,
 * and it is sent afterwards. A synchronous step interrupts the request: its transaction is rolled back, the delivery
 * made, and the request restarts with the receiver's response, the same IDs and the same time. Nothing is locked
 * meanwhile, and a receiver that reads back sees what was before, as with the service's row versioning.
 */
import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import { Interruption, type Pipeline, type PipelineRequest } from "../records";
import type { Store } from "../organization/store/store";
import { organizationUniqueName } from "../metadata/ids";
import { type Endpoint, endpointById } from "./authentication";
import { columnList, type Step, stepById } from "./steps";
import { deliver, type Message, type Outcome } from "./delivery";
import { finishJob, leftJobs, openJob, releaseJob, startJob } from "./jobs";
import { StepPipeline, type SynchronousPost } from "./pipeline";

export interface WebhookOptions {
  /** The organization of now; a reset replaces it. */
  store: () => Store;
  /** Host name of the environment. */
  host: () => string;
  timeoutMs?: number;
}

/** The organization that handles a request. */
export interface StepOrganization {
  store: Store;
  newId: () => string;
  pipeline?: (request: PipelineRequest) => Pipeline;
}

/** "The timeout is 60 seconds." */
const postTimeoutMs = 60_000;

const stepIsGone: Outcome = {
  kind: "failed",
  code: errors.WebhooksPostDisabled.code,
  message: "The step that the system job belongs to does not exist any more.",
};

/** The answer to this post is needed before the request can go on. */
class PostNeeded extends Interruption {
  constructor(
    readonly index: number,
    readonly post: SynchronousPost,
  ) {
    super(`A synchronous step posts: ${post.step.name}`);
  }
}

export class Webhooks {
  private readonly closing = new AbortController();
  /** The end of each step's jobs: those of one step go one after the other. */
  private readonly chains = new Map<string, Promise<void>>();
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(private readonly options: WebhookOptions) {}

  /** Handles a request with the steps its writes call for. */
  async handle<O extends StepOrganization, T>(organization: O, attempt: (organization: O) => T): Promise<T> {
    const { store } = organization;
    const began = store.now();
    const ids: string[] = [];
    const outcomes: { postKey: string; outcome: Outcome }[] = [];
    for (;;) {
      const queued: string[] = [];
      try {
        const answer = store.at(began, () =>
          store.database.transaction(() => attempt(this.equipped(organization, ids, outcomes, queued))),
        );
        for (const id of queued) this.enqueue(store, id);
        return answer;
      } catch (error) {
        if (!(error instanceof PostNeeded)) throw error;
        const outcome = await this.track(this.send(error.post.endpoint, messageOf(error.post)));
        if (this.options.store() !== store) {
          throw new ServiceError(
            { ...errors.UnExpected, status: 503 },
            "The organization was reset while a synchronous step ran.",
          );
        }
        outcomes.splice(error.index, Infinity, { postKey: keyOf(error.post), outcome });
      }
    }
  }

  /** Takes up what an earlier process left. */
  resume(): void {
    const store = this.options.store();
    for (const id of leftJobs(store)) this.enqueue(store, id);
  }

  /** Resolves when nothing is being sent and nothing waits for it. */
  async settle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled([...this.underWay]);
  }

  /** Aborts deliveries in flight; unfinished jobs stay ready for the next process. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.settle();
  }

  /** The organization with a pipeline, and with the ids that an earlier attempt at the same request was given. */
  private equipped<O extends StepOrganization>(
    organization: O,
    ids: string[],
    outcomes: { postKey: string; outcome: Outcome }[],
    queued: string[],
  ): O {
    const { store } = organization;
    let usedIds = 0;
    let posts = 0;
    const newId = (): string => (ids[usedIds++] ??= organization.newId());
    const outcomeOf = (post: SynchronousPost): Outcome => {
      const index = posts++;
      const known = outcomes[index];
      if (known?.postKey === keyOf(post)) return known.outcome;
      throw new PostNeeded(index, post);
    };
    const pipeline = ({ caller, headers, tag }: PipelineRequest): Pipeline =>
      new StepPipeline({
        store,
        caller,
        newId,
        organizationName: organizationUniqueName(caller.organizationId),
        sharedVariables: tag === undefined ? [] : [{ key: "tag", value: tag }],
        isBypassed: bypasses(headers),
        queued: (id) => queued.push(id),
        outcomeOf,
      });
    return { ...organization, newId, pipeline };
  }

  private enqueue(store: Store, id: string): void {
    const job = openJob(store, id);
    if (job === undefined || this.closing.signal.aborted) return;
    const stepId = job.stepId ?? "";
    const before = this.chains.get(stepId) ?? Promise.resolve();
    const chain = before.then(() => this.perform(store, id)).catch((error: unknown) => console.error(error));
    this.chains.set(stepId, this.track(chain));
  }

  private async perform(store: Store, id: string): Promise<void> {
    const isGone = (): boolean => this.options.store() !== store;
    if (isGone() || this.closing.signal.aborted) return;
    const job = openJob(store, id);
    if (job === undefined) return;
    const step = job.stepId === null ? undefined : stepById(store, job.stepId);
    if (step === undefined) return finishJob(store, id, stepIsGone, false);
    startJob(store, id);
    const message = { name: job.message, entityName: job.entityName, correlationId: job.correlationId, body: job.body };
    const outcome = await this.send(endpointById(store, step.endpointId), message);
    if (isGone()) return;
    if (this.closing.signal.aborted && outcome.kind === "failed") releaseJob(store, id);
    else finishJob(store, id, outcome, step.autoDelete);
  }

  private send(endpoint: Endpoint, message: Omit<Message, "organizationHost">): Promise<Outcome> {
    const timeoutMs = this.options.timeoutMs ?? postTimeoutMs;
    const options = { timeoutMs, signal: this.closing.signal };
    return deliver(endpoint, { ...message, organizationHost: this.options.host() }, options);
  }

  private track<T>(work: Promise<T>): Promise<T> {
    this.underWay.add(work);
    const forget = (): void => void this.underWay.delete(work);
    work.then(forget, forget);
    return work;
  }
}

function messageOf({ occurrence, correlationId, body }: SynchronousPost): Omit<Message, "organizationHost"> {
  return { name: occurrence.message, entityName: occurrence.entityName, correlationId, body };
}

/** When a request begins again, others may have written in between: an answer counts for the very same post only. */
function keyOf({ step, occurrence }: SynchronousPost): string {
  return [step.id, occurrence.message, occurrence.entityName, occurrence.entityId].join("/");
}

/** [BypassLogic]: by headers, for all steps of a kind or for single ones. */
function bypasses(headers: Record<string, string>): (step: Step) => boolean {
  const kinds = columnList(headers["mscrm.bypassbusinesslogicexecution"]);
  const stepIds = columnList(headers["mscrm.bypassbusinesslogicexecutionstepids"]);
  const isSyncBypassed =
    kinds.includes("customsync") || headers["mscrm.bypasscustompluginexecution"]?.toLowerCase() === "true";
  return (step) => stepIds.includes(step.id) || (step.isAsynchronous ? kinds.includes("customasync") : isSyncBypassed);
}
