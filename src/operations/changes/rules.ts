/**
 * The numbers and the two rules that a poll follows. They are parameters, so that tests can lower the bounds and prove
 * that a wrong rule loses changes. Pure.
 */
import type { ChangesState, PollPosition } from "./state";
import { laterOf, timestamp } from "./time";

export interface PollingRules {
  /** How far before the saved position a read begins. */
  overlapMs: number;
  /** Rows per request; Dataverse allows at most 5,000. */
  pageSize: number;
  /**
   * A flow that does not batch receives about that many changes in a run; the remaining ones come with the next polls.
   */
  changesPerRun: number;
  /** Left out by default: no document says that a delta link and a page size combine. */
  deltaPageSize?: number;
  /** Pages that a run of such a flow reads at most, because a run ends after 15 minutes. */
  pagesPerRun: number;
  /** Pages of ids that a poll reads to prepare change tracking. */
  idPagesPerPoll: number;
  /** Ids in one request. */
  idsPerRequest: number;
  mostHandedRows: number;
  mostKnownIds: number;
  mostWatchedRows: number;
  /** Rows modified before this time were handed over. */
  readFrom(state: Pick<ChangesState, "start" | "since">, overlapMs: number): string;
  /** The position after a poll: every change before it was handed over. */
  nextSince(state: Pick<ChangesState, "since">, position: PollPosition): string;
}

export const pollingRules: PollingRules = {
  /**
   * A row's `modifiedon` is set when its transaction begins to write, and the row becomes visible when it commits, at
   * most two minutes later [ServiceProtection]. The remaining three minutes cover clocks of application servers that
   * differ.
   */
  overlapMs: 5 * 60_000,
  pageSize: 5_000,
  changesPerRun: 10_000,
  pagesPerRun: 40,
  idPagesPerPoll: 20,
  /** A query may have at most 500 conditions [FetchXmlFilter]. */
  idsPerRequest: 300,
  /** About 40 bytes each in the saved state, of which the platform keeps 64 MB per instance. */
  mostHandedRows: 100_000,
  /** 16 bytes each: 5.3 MB of base64 in the saved state. */
  mostKnownIds: 250_000,
  mostWatchedRows: 50_000,
  readFrom: ({ start, since }, overlapMs) => timestamp(Math.max(Date.parse(start), Date.parse(since) - overlapMs)),
  // A position in the future is kept: moving it back would hand changes over twice.
  nextSince: ({ since }, { startedAt, reached }) => laterOf(since, startedAt ?? reached),
};
