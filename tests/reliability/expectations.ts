import { asItCame, changed, fails, none, type Outcome, partly, reconnect, succeeds, unknown } from "./outcomes";
import type { FaultCase } from "./faults";
import type { RequestClass, Subject } from "./subjects";

/** The promised outcome for each kind of request and fault. The tests check every cell. */
type Promised = Record<RequestClass, Outcome>;

/** Rejected before it ran, so even a create is retried; raw requests follow their retry inputs. */
const throttledOnce: Promised = {
  read: succeeds(2),
  repeatable: succeeds(2),
  chosenId: succeeds(2),
  conditional: succeeds(2),
  once: succeeds(2),
  raw: fails(1),
  rawRetried: fails(1),
  rawPost: fails(1),
  rawAllErrors: succeeds(2),
};

const transient: Promised = {
  read: succeeds(2),
  repeatable: succeeds(2),
  chosenId: succeeds(2),
  conditional: succeeds(2),
  once: unknown(1),
  raw: fails(1),
  rawRetried: succeeds(2),
  rawPost: unknown(1),
  rawAllErrors: succeeds(2),
};

/** The retry finds the effect of the first attempt. A chosen ID is then taken, and the record is read. */
const transientAfterTheWork: Promised = { ...transient, chosenId: succeeds(3), conditional: changed(2) };

const transientForGood: Promised = {
  read: fails(6),
  repeatable: fails(6),
  chosenId: fails(6),
  conditional: fails(6),
  once: unknown(1),
  raw: fails(1),
  rawRetried: fails(4),
  rawPost: unknown(1),
  rawAllErrors: fails(4),
};

/** The response is invalid: the step neither retries nor succeeds. */
const foreign: Promised = {
  read: fails(1),
  repeatable: fails(1),
  chosenId: fails(1),
  conditional: fails(1),
  once: unknown(1),
  raw: fails(1),
  rawRetried: fails(1),
  rawPost: unknown(1),
  rawAllErrors: fails(1),
};

/** A raw request returns every success response unchanged. */
const foreignButReadable: Promised = {
  ...foreign,
  raw: asItCame(1),
  rawRetried: asItCame(1),
  rawPost: asItCame(1),
  rawAllErrors: asItCame(1),
};

const identity: Promised = {
  read: reconnect(1),
  repeatable: reconnect(1),
  chosenId: reconnect(1),
  conditional: reconnect(1),
  once: reconnect(1),
  raw: reconnect(1),
  rawRetried: reconnect(1),
  rawPost: reconnect(1),
  rawAllErrors: reconnect(4),
};

const batchesOnly: Promised = {
  read: none,
  repeatable: none,
  chosenId: none,
  conditional: none,
  once: none,
  raw: none,
  rawRetried: none,
  rawPost: none,
  rawAllErrors: none,
};

const promised: Record<string, Promised> = {
  requests: throttledOnce,
  "execution time": throttledOnce,
  concurrent: throttledOnce,
  "no Retry-After": throttledOnce,
  "429 every time": { ...transientForGood, once: fails(6), rawRetried: fails(1), rawPost: fails(1) },
  "502": transient,
  "503": transient,
  "504": transient,
  "502 done": transientAfterTheWork,
  "503 done": transientAfterTheWork,
  "504 done": transientAfterTheWork,
  "503 every time": transientForGood,
  deadlock: transient,
  // The operation did not run: a create is as safe as a read.
  refused: { ...transientForGood, once: fails(6), rawPost: fails(4) },
  reset: transient,
  "reset done": transientAfterTheWork,
  truncated: transientAfterTheWork,
  "no answer": transientAfterTheWork,
  page: foreign,
  "page 502": transient,
  "empty 200": foreignButReadable,
  "bare 204": foreignButReadable,
  "broken JSON": foreign,
  "other JSON": foreignButReadable,
  "error in 200": foreign,
  "cut batch": batchesOnly,
  "expired token": identity,
  // Retry On All Errors means all errors.
  "unknown user": { ...identity, rawAllErrors: succeeds(2) },
};

export function expectedOutcome(subject: Subject, { key }: FaultCase): Outcome {
  const outcome = subject.exceptions?.[key] ?? promised[key]?.[subject.requestClass];
  if (!outcome) throw new Error(`Nothing is promised for ${subject.title} and ${key}.`);
  return outcome;
}

/** The outcome of a batch with a missing part depends on its failure handling. */
export const cutBatch = { changeSet: fails(1), creatingChangeSet: unknown(1), independent: partly(1) };
