/** Batches of all kinds, some of them with an operation that must fail. */
import { apply, type Change, type Row } from "./model";
import { anyRow, keyOf, newName, newValues, settle, type Worker } from "./worker";

interface Part {
  /** Absent where the operation must fail. */
  change?: Change;
  action: Record<string, unknown>;
}

interface BatchOutcome {
  index: number;
  success: boolean;
  status?: number;
  id?: string;
  record?: Record<string, unknown>;
  error?: { message: string };
}

export async function batch(worker: Worker): Promise<void> {
  const failureHandling = worker.random.pick(["allOrNothing", "stopAtFirstError", "continueOnError"]);
  const parts = partsOf(worker);
  const inputs = { actions: parts.map(({ action }) => action), failureHandling };
  const changes = parts.flatMap(({ change }) => change ?? []);
  const mustFail = changes.length < parts.length;
  const isAtomic = failureHandling === "allOrNothing";
  const name = `batch, ${failureHandling}`;
  try {
    const result = await worker.run<unknown>("batchEntityActions", inputs);
    if (isAtomic) takeAll(worker, parts, result as (string | Record<string, unknown>)[]);
    else takeEach(worker, name, parts, (result as { results: BatchOutcome[] }).results, failureHandling);
    if (isAtomic && mustFail) worker.wrong(`${name}: the batch should have been undone`);
    worker.tally(name, "done");
  } catch (error) {
    await settle(worker, name, changes, error, { isAtomic, expectedStatus: isAtomic && mustFail ? 404 : undefined });
  }
}

function takeAll({ model }: Worker, parts: Part[], results: (string | Record<string, unknown>)[]): void {
  for (const [index, { change }] of parts.entries()) {
    const result = results[index];
    if (change) apply(model, change, typeof result === "string" ? result : textOf(result?.["accountid"]));
  }
}

function takeEach(worker: Worker, name: string, parts: Part[], outcomes: BatchOutcome[], mode: string): void {
  const brokenAt = parts.findIndex(({ change }) => !change);
  for (const [index, { change }] of parts.entries()) {
    const outcome = outcomes[index];
    const mayRun = mode === "continueOnError" || brokenAt < 0 || index < brokenAt;
    if (!outcome || outcome.index !== index) worker.wrong(`${name}: the outcome at ${index} is missing`);
    else if (outcome.success !== (change !== undefined && mayRun)) {
      worker.wrong(`${name}: the outcome at ${index} of ${parts.length} is ${JSON.stringify(outcome)}`);
    } else if (change && outcome.success) {
      apply(worker.model, change, outcome.id ?? textOf(outcome.record?.["accountid"]));
    }
  }
}

function partsOf(worker: Worker): Part[] {
  const { random } = worker;
  const taken = new Set<string>();
  const parts: Part[] = [];
  for (let count = random.between(1, 10); count > 0; count--) {
    const row = anyRow(worker);
    const part = taken.has(row.name) || random.chance(0.3) ? createPart(worker) : changePart(worker, row);
    taken.add(part.change?.name ?? "");
    parts.push(part);
  }
  if (random.chance(0.25)) parts.splice(random.between(0, parts.length), 0, failingPart(worker));
  return parts;
}

function createPart(worker: Worker): Part {
  const { random } = worker;
  const name = newName(worker);
  const after = newValues(random, null);
  const key = random.chance(0.5) ? { key: random.guid() } : {};
  const action = {
    collection: "accounts",
    action: "create",
    data: { name, ...after },
    ...key,
    ...representation(worker),
  };
  return { change: { name, before: undefined, after }, action };
}

function changePart(worker: Worker, before: Row): Part {
  const { name } = before;
  const key = keyOf(worker, before);
  const action = worker.random.pick(
    before.accountnumber === null ? ["update", "delete"] : ["update", "upsert", "delete"],
  );
  if (action === "delete") {
    return { change: { name, before, after: undefined }, action: { collection: "accounts", action, key } };
  }
  const after = newValues(worker.random, before.accountnumber);
  const { accountnumber: _key, ...data } = after;
  const more = representation(worker);
  return { change: { name, before, after }, action: { collection: "accounts", action, key, data, ...more } };
}

/** There is no such record, and an update creates none. */
function failingPart({ random }: Worker): Part {
  return { action: { collection: "accounts", action: "update", key: random.guid(), data: { description: "nowhere" } } };
}

function representation({ random }: Worker): Record<string, unknown> {
  return random.chance(0.3) ? { returnRepresentation: true } : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
