import { longestMs, optional, readMembers, readWhole } from "./input";

const kinds = ["create", "read", "update", "delete", "query", "batch", "action"] as const;

/** The kind of an operation, for its cost. */
export type OperationKind = (typeof kinds)[number];

type PerKind = Partial<Record<OperationKind, number>>;

export interface Costs {
  /** So much longer an operation takes. */
  latencyMs: PerKind;
  /** Execution time charged for an operation, independent of the actual time. */
  executionMs: PerKind;
}

/** How long operations take, and what they are charged with. */
export class OperationCosts {
  private costs: Costs = { latencyMs: {}, executionMs: {} };

  /**
   * In the place of what was set before; what is left out costs nothing extra.
   *
   * @throws InvalidInput
   */
  set(costs: unknown): void {
    const members = readMembers(costs, "", ["latencyMs", "executionMs"]);
    this.costs = {
      latencyMs: readPerKind(members["latencyMs"], "latencyMs"),
      executionMs: readPerKind(members["executionMs"], "executionMs"),
    };
  }

  get(): Costs {
    return this.costs;
  }

  clear(): void {
    this.costs = { latencyMs: {}, executionMs: {} };
  }

  /** A batch is given with its parts: both cost. */
  latencyMs(operations: readonly OperationKind[]): number {
    return sum(operations.map((kind) => this.costs.latencyMs[kind] ?? 0));
  }

  /** `undefined` where none of them has a cost of its own. */
  executionMs(operations: readonly OperationKind[]): number | undefined {
    const set = operations.map((kind) => this.costs.executionMs[kind]).filter((cost) => cost !== undefined);
    return set.length === 0 ? undefined : sum(set);
  }
}

function readPerKind(value: unknown, at: string): PerKind {
  if (value === undefined) return {};
  const members = readMembers(value, at, kinds);
  const given = kinds.map((kind) =>
    optional(members, kind, () => readWhole(members, kind, at, { min: 0, max: longestMs })),
  );
  return Object.assign({}, ...given) as PerKind;
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
