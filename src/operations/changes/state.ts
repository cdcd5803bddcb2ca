/**
 * The position of the trigger in the changes of one table, saved between runs. `since` is the one idea: every change
 * with an earlier `modifiedon` was handed over, except rows whose transaction committed late. A read therefore begins
 * `overlapMs` earlier and skips the rows that were handed over.
 */
import { isObject } from "../../client";
import type { SavedHandedRows } from "./handed";
import { isTimestamp } from "./time";

export const stateVersion = 1;

/**
 * A row's `modifiedon` is set when its transaction begins to write, and the row becomes visible when it commits, at most
 * two minutes later [ServiceProtection]. The rest covers clocks of application servers that differ.
 */
export const overlapMs = 5 * 60_000;

export interface ChangesState {
  version: typeof stateVersion;
  /** Logical name of the table: a position in one table means nothing in another. */
  table: string;
  /** Changes before this time were never asked for. ISO 8601, by the service's clock. */
  start: string;
  since: string;
  /** While a backlog is handed over in several polls: the position that its first poll began at. */
  backlogSince?: string;
  handed: SavedHandedRows;
  /** The first reading of ids, which ends with a delta link. */
  reading?: Reading;
  tracking?: Tracking;
  /** Hashes of the watched columns by hash of the id. */
  watched?: Record<string, string>;
  /** Every id of the table as base64 of 16 bytes each, for Reconcile Deletes. */
  knownIds?: string;
}

export interface Reading {
  /** The next page; absent before the first. */
  link?: string;
  rowsRead: number;
  /** The ids read so far, for Reconcile Deletes. */
  ids?: string;
}

export interface Tracking {
  /** A delta link, or the next page of a delta of which earlier pages were handed over. */
  link: string;
  /** No delta was read from the link yet. The changes made during the first reading may not be in it. */
  isFresh?: boolean;
}

export type SavedState =
  { kind: "none" } | { kind: "valid"; state: ChangesState } | { kind: "unusable"; problem: string; since?: string };

/** Reads a state that may be of another version, of another component, or damaged. */
export function parseState(saved: Record<string, unknown>): SavedState {
  if (Object.keys(saved).length === 0) return { kind: "none" };
  const { version, table, start, since, handed } = saved;
  const usable = isTimestamp(since) ? { since } : {};
  if (version !== stateVersion) {
    return { kind: "unusable", problem: `its version is ${JSON.stringify(version) ?? "missing"}`, ...usable };
  }
  if (typeof table !== "string" || !isTimestamp(start) || !isTimestamp(since) || !isObject(handed)) {
    return { kind: "unusable", problem: "it is damaged", ...usable };
  }
  return {
    kind: "valid",
    state: {
      version: stateVersion,
      table,
      start,
      since,
      handed: validEntries(handed),
      ...(isTimestamp(saved["backlogSince"]) && { backlogSince: saved["backlogSince"] }),
      ...validReading(saved["reading"]),
      ...validTracking(saved["tracking"]),
      ...(isObject(saved["watched"]) && { watched: textMembers(saved["watched"]) }),
      ...(typeof saved["knownIds"] === "string" && { knownIds: saved["knownIds"] }),
    },
  };
}

function validEntries(handed: Record<string, unknown>): SavedHandedRows {
  return Object.fromEntries(
    Object.entries(handed).flatMap(([key, entry]) =>
      Array.isArray(entry) && typeof entry[0] === "string" && Number.isFinite(entry[1])
        ? [[key, [entry[0], entry[1] as number] as const]]
        : [],
    ),
  );
}

/** A damaged part is left out: it is read or asked for again. */
function validReading(value: unknown): { reading?: Reading } {
  if (!isObject(value) || typeof value["rowsRead"] !== "number") return {};
  const { link, ids, rowsRead } = value;
  return {
    reading: { rowsRead, ...(typeof link === "string" && { link }), ...(typeof ids === "string" && { ids }) },
  };
}

function validTracking(value: unknown): { tracking?: Tracking } {
  if (!isObject(value) || typeof value["link"] !== "string") return {};
  return { tracking: { link: value["link"], ...(value["isFresh"] === true && { isFresh: true }) } };
}

function textMembers(value: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (typeof member === "string" ? [[key, member]] : [])),
  );
}
