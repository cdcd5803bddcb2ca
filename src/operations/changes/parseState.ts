/** Reads a saved state, which may be of another version, of another component, or damaged. Pure. */
import { isObject } from "../../client";
import type { SavedHandedRows } from "./handed";
import { type ChangesState, type PollPosition, type Reading, stateVersion, type Tracking } from "./state";
import { isTimestamp } from "./time";

export type SavedState =
  | { kind: "none" }
  | { kind: "valid"; state: ChangesState }
  | { kind: "unusable"; problem: string; table?: string; since?: string };

type Members = Record<string, unknown>;

export function parseState(saved: Members): SavedState {
  if (Object.keys(saved).length === 0) return { kind: "none" };
  const { version, organizationUrl, table, start, since, handed } = saved;
  const usable = { ...texts(saved, ["table"]), ...timestamps(saved, ["since"]) };
  if (version !== stateVersion) {
    return { kind: "unusable", problem: `its version is ${JSON.stringify(version) ?? "missing"}`, ...usable };
  }
  const isNamed = typeof organizationUrl === "string" && typeof table === "string";
  if (!isNamed || !isTimestamp(start) || !isTimestamp(since) || !isObject(handed)) {
    return { kind: "unusable", problem: "it is damaged", ...usable };
  }
  return {
    kind: "valid",
    state: {
      version: stateVersion,
      organizationUrl,
      table,
      start,
      since,
      handed: validEntries(handed),
      ...part("position", validPosition(saved["position"])),
      ...part("reading", validReading(saved["reading"])),
      ...part("tracking", validTracking(saved["tracking"])),
      ...part("watched", isObject(saved["watched"]) ? textMembers(saved["watched"]) : undefined),
      ...texts(saved, ["knownIds"]),
      ...flags(saved, ["hasTooManyIds"]),
    },
  };
}

/** A damaged part is left out: it is read or asked for again. */
function part<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}

function validEntries(handed: Members): SavedHandedRows {
  return Object.fromEntries(
    Object.entries(handed).flatMap(([key, entry]) =>
      Array.isArray(entry) && typeof entry[0] === "string" && Number.isFinite(entry[1])
        ? [[key, [entry[0], entry[1] as number] as const]]
        : [],
    ),
  );
}

function validPosition(value: unknown): PollPosition | undefined {
  if (!isObject(value)) return undefined;
  const { step } = value;
  if (step !== "delta" && step !== "modified") return undefined;
  return {
    step,
    ...texts(value, ["link", "readsWith"]),
    ...timestamps(value, ["startedAt", "reached"]),
    ...flags(value, ["isCaughtUp", "isBaseline"]),
  };
}

function validReading(value: unknown): Reading | undefined {
  if (!isObject(value) || typeof value["rowsRead"] !== "number") return undefined;
  return { rowsRead: value["rowsRead"], ...texts(value, ["link", "ids"]) };
}

function validTracking(value: unknown): Tracking | undefined {
  if (!isObject(value) || typeof value["deltaLink"] !== "string") return undefined;
  return { deltaLink: value["deltaLink"], ...texts(value, ["reportedIds"]), ...flags(value, ["isFresh"]) };
}

function texts<Key extends string>(value: Members, keys: Key[]): Partial<Record<Key, string>> {
  return membersOf(value, keys, (member): member is string => typeof member === "string");
}

function timestamps<Key extends string>(value: Members, keys: Key[]): Partial<Record<Key, string>> {
  return membersOf(value, keys, isTimestamp);
}

function flags<Key extends string>(value: Members, keys: Key[]): Partial<Record<Key, true>> {
  return membersOf(value, keys, (member): member is true => member === true);
}

function membersOf<Key extends string, Value>(
  value: Members,
  keys: Key[],
  isValid: (member: unknown) => member is Value,
): Partial<Record<Key, Value>> {
  const found: Partial<Record<Key, Value>> = {};
  for (const key of keys) {
    const member = value[key];
    if (isValid(member)) found[key] = member;
  }
  return found;
}

function textMembers(value: Members): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (typeof member === "string" ? [[key, member]] : [])),
  );
}
