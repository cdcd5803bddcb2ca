/**
 * The outcome of a step whose request receives a fault. `requests` counts how often the service receives the request
 * that the fault targets, including retries and any request that resolves an unknown outcome.
 */
export type Outcome =
  /** The step ends as if nothing had happened. */
  | { kind: "succeeds"; requests: number }
  /** A `DataverseError`. */
  | { kind: "fails"; requests: number }
  /** A `DataverseError` which reports that the outcome is unknown, and how to make the step safe. */
  | { kind: "unknown"; requests: number }
  /** A repeat finds the record changed, and the error says that the step may have changed it itself. */
  | { kind: "changed"; requests: number }
  /** A `ConnectionError`: the platform asks for new credentials. */
  | { kind: "reconnect"; requests: number }
  /** Results for each operation, the unanswered ones marked as unknown. */
  | { kind: "partly"; requests: number }
  /** A raw request returns any response unchanged. */
  | { kind: "asItCame"; requests: number }
  /** The fault cannot happen to this step. */
  | { kind: "none" };

export function succeeds(requests: number): Outcome {
  return { kind: "succeeds", requests };
}
export function fails(requests: number): Outcome {
  return { kind: "fails", requests };
}
export function unknown(requests: number): Outcome {
  return { kind: "unknown", requests };
}
export function changed(requests: number): Outcome {
  return { kind: "changed", requests };
}
export function reconnect(requests: number): Outcome {
  return { kind: "reconnect", requests };
}
export function partly(requests: number): Outcome {
  return { kind: "partly", requests };
}
export function asItCame(requests: number): Outcome {
  return { kind: "asItCame", requests };
}
export const none: Outcome = { kind: "none" };
