/**
 * What becomes of a step whose request meets a fault. `requests` counts how often the service hears of the one request
 * that the fault is aimed at, the repeats and any request that settles an open question included.
 */
export type Outcome =
  /** The step ends as if nothing had happened. */
  | { kind: "succeeds"; requests: number }
  /** A `DataverseError`. */
  | { kind: "fails"; requests: number }
  /** A `DataverseError` which says that nobody can know whether the work was done, and what makes the step safe. */
  | { kind: "unknown"; requests: number }
  /** A repeat finds the record changed, and the error says that the step may have changed it itself. */
  | { kind: "changed"; requests: number }
  /** A `ConnectionError`: the platform asks for new credentials. */
  | { kind: "reconnect"; requests: number }
  /** Results for each operation, the unanswered ones marked as unknown. */
  | { kind: "partly"; requests: number }
  /** A raw request gives what came, whatever it is. */
  | { kind: "asItCame"; requests: number }
  /** The fault cannot happen to this step. */
  | { kind: "none" };

export const succeeds = (requests: number): Outcome => ({ kind: "succeeds", requests });
export const fails = (requests: number): Outcome => ({ kind: "fails", requests });
export const unknown = (requests: number): Outcome => ({ kind: "unknown", requests });
export const changed = (requests: number): Outcome => ({ kind: "changed", requests });
export const reconnect = (requests: number): Outcome => ({ kind: "reconnect", requests });
export const partly = (requests: number): Outcome => ({ kind: "partly", requests });
export const asItCame = (requests: number): Outcome => ({ kind: "asItCame", requests });
export const none: Outcome = { kind: "none" };
