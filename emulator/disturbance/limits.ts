import { optional, readMembers, readWhole } from "./input";

/** The service protection limits of each user; a measure that is left out has none. */
export interface Limits {
  /** Requests within the window. */
  requests?: number;
  /** Combined execution time within the window. */
  executionMs?: number;
  /** Maximum concurrent requests. */
  concurrent?: number;
  windowMs: number;
  /** Sent as `x-ms-dop-hint`: the recommended degree of parallelism. */
  dopHint: number;
}

export type LimitsInput = Partial<Limits>;

/** The three measures, in the order in which they are looked at. */
export type LimitKind = "requests" | "executionMs" | "concurrent";

export interface UserReport {
  userId: string;
  /** Inside the window that ends now. */
  requests: number;
  executionMs: number;
  /** Requests in flight now, and the maximum since the limits were set. */
  concurrent: number;
  maxConcurrent: number;
  /** Since the limits were set, by the limit that refused. */
  refused: Record<LimitKind, number>;
  earlyRetries: number;
}

export interface LimitsReport {
  limits: Limits;
  users: UserReport[];
  earlyRetries: number;
  refused: number;
}

/** [ServiceProtection]: 5 minutes. The hint is that of a small environment [ParallelRequests]. */
export const noLimits: Limits = { windowMs: 300_000, dopHint: 4 };

/** The start values of the headers if no limit is set: the documented defaults of 2023. */
export const usualRequests = 6_000;
export const usualExecutionMs = 1_200_000;

const limitMembers = ["requests", "executionMs", "concurrent", "windowMs", "dopHint"] as const;

/** @throws InvalidInput */
export function readLimits(value: unknown): Limits {
  const members = readMembers(value, "", limitMembers);
  const given = limitMembers.map((name) => optional(members, name, () => readWhole(members, name, "", { min: 1 })));
  return Object.assign({}, noLimits, ...given) as Limits;
}
