/**
 * Runs registered steps with the writes of one request: asynchronous ones become system jobs, the others post at once.
 */
import { ServiceError } from "../errors/serviceError";
import { messagesOf } from "../metadata/messages";
import type { Caller, QueryContext } from "../query";
import type { Operation, Pipeline } from "../records";
import { readRow } from "../records/rows";
import type { SqlRow } from "../organization/store/database";
import type { Store } from "../organization/store/store";
import { type Endpoint, endpointById } from "./authentication";
import { contractText, type Entity, type Pair } from "./contract";
import type { Outcome } from "./delivery";
import { imageEntity } from "./entities";
import { executionContext, type Images, type Occurrence } from "./executionContext";
import { addJob } from "./jobs";
import { afterwards, asRequested, multiple, targetOf } from "./occurrences";
import { completeRegistration } from "./registration";
import { hasSteps, imagesOf, type Step, stepsOf } from "./steps";

/** A post of a synchronous step, which has to be answered before the write goes on. */
export interface SynchronousPost {
  step: Step;
  endpoint: Endpoint;
  correlationId: string;
  occurrence: Pick<Occurrence, "message" | "entityName" | "entityId">;
  body: string;
}

export interface PipelineHost {
  store: Store;
  caller: Caller;
  newId: () => string;
  organizationName: string;
  sharedVariables: Pair[];
  isBypassed(step: Step): boolean;
  /** Takes note of a job that was written; it counts once the transaction is committed. */
  queued(jobId: string): void;
  /** @throws Interruption when there is no answer yet */
  outcomeOf(post: SynchronousPost): Outcome;
}

const beforeStages = [10, 20];
const afterStages = [40];

interface Rows {
  before?: SqlRow | undefined;
  after?: SqlRow | undefined;
}

interface Frame {
  operation: Operation;
  /** In a bulk message: the rows so far, by the message that is raised for each. */
  targets: Entity[];
}

export class StepPipeline implements Pipeline {
  private readonly frames: Frame[] = [];
  private ids: { correlationId: string; requestId: string } | undefined;

  constructor(private readonly host: PipelineHost) {}

  run<T extends SqlRow | undefined>(operation: Operation, work: () => T): T {
    const { store } = this.host;
    completeRegistration(this.host, operation);
    this.noteResubmission(operation);
    if (!raisesEvents(operation) || !hasSteps(store)) return work();
    const before = this.rowOf(operation);
    this.fire(asRequested(operation), beforeStages, { before }, this.enclosing());
    const frame: Frame = { operation, targets: [] };
    this.frames.push(frame);
    let stored: T;
    try {
      stored = work();
    } finally {
      this.frames.pop();
    }
    this.fireAfterwards(frame, { before, stored });
    return stored;
  }

  /** A failed job that is set to ready again is tried again. */
  private noteResubmission(operation: Operation): void {
    if (operation.message !== "Update" || operation.table.logicalName !== "asyncoperation") return;
    if (operation.values["statecode"] === 0) this.host.queued(operation.id);
  }

  private rowOf(operation: Operation): SqlRow | undefined {
    if (!("id" in operation)) return undefined;
    return readRow(this.host.store, operation.table, operation.id);
  }

  private fireAfterwards(frame: Frame, rows: { before: SqlRow | undefined; stored: SqlRow | undefined }): void {
    const { operation, targets } = frame;
    const enclosing = this.enclosing();
    if (isBulk(operation)) {
      if (targets.length > 0) {
        this.fire(multiple(operation.message, operation.table, targets), afterStages, {}, enclosing);
      }
      return;
    }
    const after = this.rowOf(operation);
    for (const occurrence of afterwards(this.queryContext(), operation, { ...rows, after })) {
      const parents = isOwnParent(operation, occurrence, enclosing)
        ? [asRequested(operation), ...enclosing]
        : enclosing;
      this.fire(occurrence, afterStages, { before: rows.before, after }, parents);
      this.raiseMultiple(operation, occurrence, enclosing);
    }
  }

  /** Steps on `CreateMultiple` run for all rows of the bulk message, or for the one row of a single create. */
  private raiseMultiple(operation: Operation, occurrence: Occurrence, enclosing: Occurrence[]): void {
    if (occurrence.message !== "Create" && occurrence.message !== "Update") return;
    if (operation.message !== "Create" && operation.message !== "Update") return;
    const message = `${occurrence.message}Multiple` as const;
    const bulk = this.frames.find((frame) => frame.operation.message === message);
    if (bulk !== undefined) bulk.targets.push(targetOf(occurrence));
    else this.fire(multiple(message, operation.table, [targetOf(occurrence)]), afterStages, {}, enclosing);
  }

  /** The operations around, the innermost first; a bulk message is none of its rows' parents. */
  private enclosing(): Occurrence[] {
    const operations = this.frames.map(({ operation }) => operation).filter((operation) => !isBulk(operation));
    return operations.map(asRequested).reverse();
  }

  private fire(occurrence: Occurrence, stages: readonly number[], rows: Rows, parents: Occurrence[]): void {
    for (const step of stepsOf(this.host.store, occurrence.message, occurrence.entityName, stages)) {
      if (!concerns(step, occurrence) || this.host.isBypassed(step)) continue;
      this.perform(step, occurrence, parents, this.images(step, occurrence, rows));
    }
  }

  private perform(step: Step, occurrence: Occurrence, parents: Occurrence[], images: Images): void {
    const { store, caller, newId, organizationName, sharedVariables } = this.host;
    this.ids ??= { correlationId: newId(), requestId: newId() };
    const operationId = newId();
    const circumstances = { ...this.ids, caller, organizationName, sharedVariables, operationId, step };
    const context = executionContext({ ...circumstances, createdOn: store.now() }, occurrence, parents, images);
    const body = contractText(context);
    if (step.isAsynchronous) {
      addJob(store, { id: operationId, ...this.ids, caller, step, occurrence, body });
      this.host.queued(operationId);
      return;
    }
    const { correlationId } = this.ids;
    const endpoint = endpointById(store, step.endpointId);
    const outcome = this.host.outcomeOf({ step, endpoint, correlationId, occurrence, body });
    if (outcome.kind === "failed") throw new ServiceError({ status: 400, code: outcome.code }, outcome.message);
  }

  private images(step: Step, occurrence: Occurrence, rows: Rows): Images {
    const images: Images = { before: [], after: [] };
    const table = this.host.store.catalog.table(occurrence.entityName);
    if (table === undefined) return images;
    const context = this.queryContext();
    if (step.isAsynchronous && rows.after !== undefined && table.primaryNameColumn !== undefined) {
      // Asynchronous steps get the row's name without asking for it.
      const value = imageEntity(context, table, rows.after, [table.primaryNameColumn]);
      images.after.push({ key: "AsynchronousStepPrimaryName", value: { ...value, FormattedValues: [] } });
    }
    for (const { alias, isBefore, isAfter, columns } of imagesOf(this.host.store, step.id)) {
      if (isBefore && rows.before !== undefined) {
        images.before.push({ key: alias, value: imageEntity(context, table, rows.before, columns) });
      }
      if (isAfter && rows.after !== undefined) {
        images.after.push({ key: alias, value: imageEntity(context, table, rows.after, columns) });
      }
    }
    return images;
  }

  private queryContext(): QueryContext {
    const { store, caller } = this.host;
    return { store, caller, serviceRoot: "" };
  }
}

/** Registrations, system jobs and activity parties come and go silently, also for steps on all tables. */
function raisesEvents(operation: Operation): boolean {
  return !("table" in operation) || messagesOf(operation.table).length > 0;
}

type Bulk = Extract<Operation, { message: "CreateMultiple" | "UpdateMultiple" }>;

function isBulk(operation: Operation): operation is Bulk {
  return operation.message === "CreateMultiple" || operation.message === "UpdateMultiple";
}

/**
 * The request is the parent of its own main operation when nothing is around it, as the published message shows, and
 * always that of the older messages it raises.
 */
function isOwnParent(operation: Operation, occurrence: Occurrence, enclosing: Occurrence[]): boolean {
  if (occurrence.message !== operation.message) return true;
  return enclosing.length === 0 && (operation.message === "Create" || operation.message === "Update");
}

/** `filteringattributes` narrow updates only ([RegisterPlugin]: filtering attributes). */
function concerns(step: Step, { changed }: Occurrence): boolean {
  if (step.filteringColumns.length === 0 || changed === undefined) return true;
  return step.filteringColumns.some((name) => changed.includes(name));
}
