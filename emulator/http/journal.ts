import type { Fault, LimitKind } from "../disturbance";

/** One Web API request as it was served; times are milliseconds since 1970. */
export interface JournalEntry {
  /** Counts from 1 and never restarts, also not after clearing. */
  seq: number;
  method: string;
  /** With the query, as sent. */
  path: string;
  /** By lower-case name; secrets replaced. */
  headers: Record<string, string>;
  /** `null` when the connection was reset instead. */
  status: number | null;
  /** The injected fault of the request. */
  fault?: Fault["kind"];
  /** The service protection limit that refused it. */
  limit?: LimitKind;
  startedMs: number;
  endedMs: number;
}

/** The newest requests kept; older ones are dropped. */
const journalCapacity = 10_000;

/** Headers that carry credentials or sessions, and what they are shown as. */
const secretHeaders = new Set(["authorization", "proxy-authorization", "cookie", "mscrm.sessiontoken", "x-api-key"]);
const redaction = "[redacted]";

/** Remembers the requests under `/api/data`, in the order in which they were answered. */
export class Journal {
  private entries: JournalEntry[] = [];
  private lastSeq = 0;

  record(request: Omit<JournalEntry, "seq">): void {
    this.lastSeq += 1;
    this.entries.push({ seq: this.lastSeq, ...request, headers: redacted(request.headers) });
    // Trimmed in blocks, so that a full journal does not move its array with every request.
    if (this.entries.length >= journalCapacity * 2) this.entries = this.entries.slice(-journalCapacity);
  }

  requests(): JournalEntry[] {
    return this.entries.slice(-journalCapacity);
  }

  clear(): void {
    this.entries = [];
  }
}

function redacted(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.has(name) ? redaction : value]),
  );
}
