/**
 * The position of the trigger in the changes of one table, saved between runs. `since` is the one idea: every change
 * with an earlier `modifiedon` was handed over, except rows whose transaction committed late. A read therefore begins
 * some minutes earlier and skips the rows that were handed over.
 */
import type { SavedHandedRows } from "./handed";

export const stateVersion = 1;

export interface ChangesState {
  version: typeof stateVersion;
  /** Origin of the environment, which the links belong to. */
  organizationUrl: string;
  /** Logical name of the table: a position in one table means nothing in another. */
  table: string;
  /** Changes before this time were never asked for. ISO 8601, by the service's clock. */
  start: string;
  since: string;
  handed: SavedHandedRows;
  /** Present while a poll is running: the next round, or the next poll, continues there. */
  position?: PollPosition;
  /** The first reading of ids, which ends with a delta link. */
  reading?: Reading;
  tracking?: Tracking;
  /** Hashes of the watched columns by hash of the id. */
  watched?: Record<string, string>;
  /** Every id of the table as base64 of 16 bytes each, for Reconcile Deletes. */
  knownIds?: string;
  /** The table has more records than `knownIds` may hold. */
  hasTooManyIds?: boolean;
}

/** The position at which the next round of a poll reads. Plain JSON, because the platform carries it between rounds. */
export interface PollPosition {
  step: "delta" | "modified";
  /** The next page of the delta or of the modified rows; absent before the first. */
  link?: string;
  /** Digest of the query that the link holds. */
  readsWith?: string;
  /** The service's clock; everything that changed before is handed over when the poll ends. */
  startedAt?: string;
  /** The reading has come close to the present, where rows may still commit behind it: `startedAt` stays. */
  isCaughtUp?: boolean;
  /** The largest `modifiedon` of the pages so far. */
  reached?: string;
  /** The first poll: its rows are remembered and not handed over, so that only later changes count. */
  isBaseline?: boolean;
}

export interface Reading {
  /** The next page; absent before the first. */
  link?: string;
  rowsRead: number;
  /** The ids read so far, for Reconcile Deletes. */
  ids?: string;
}

export interface Tracking {
  deltaLink: string;
  /**
   * The changes made before and during the first reading may be missing in the deltas: the modified rows are also read.
   */
  isFresh?: boolean;
  /** Ids that Reconcile Deletes found missing and that the first delta may report again, in the form of `knownIds`. */
  reportedIds?: string;
}
