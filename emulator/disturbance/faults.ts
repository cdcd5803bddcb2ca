import {
  InvalidInput,
  longestMs,
  type Members,
  nameAt,
  optional,
  readFlag,
  readMembers,
  readText,
  readWhole,
} from "./input";

/** A fault of a request. "The work" is the operation that the request asks for. */
export type Fault =
  /** An error answer in Dataverse's form, instead of the work or, `afterCommit`, of its answer. */
  | {
      kind: "status";
      status: number;
      code?: string;
      message?: string;
      /** Sent as it stands: seconds, decimals, a date. */
      retryAfter?: number | string;
      afterCommit?: boolean;
    }
  /** The connection is reset and nothing is done. */
  | { kind: "reset" }
  /** The work is done and the connection reset. */
  | { kind: "reset-after-commit" }
  /** The work is done at once and the answer comes that much later. */
  | { kind: "delay"; ms: number }
  /** The work is done, its answer begun with the full `Content-Length`, and the connection ends within the body. */
  | { kind: "truncate"; bytes: number }
  /** An answer of any form, as front doors and proxies give it. */
  | { kind: "body"; status: number; contentType?: string; body: string; afterCommit?: boolean }
  /** The request's access token is expired from now on. */
  | { kind: "expire-token" }
  /**
   * The work is done without the lookups that the body empties with `@odata.bind` and null, or a request with one is
   * answered 400: environments are reported to do either.
   */
  | { kind: "null-bindings"; outcome: "ignored" | "rejected" }
  /** The delta link that is asked for is too old. Applies to requests with a `$deltatoken` only. */
  | { kind: "expire-delta-token" }
  /** The delta link returns all rows, as the service did in place of an error. Applies as the one before. */
  | { kind: "ignore-delta-token" };

export interface FaultRule {
  /** An omitted member matches every request. */
  match: {
    method?: string;
    /** Regular expression over path and query as they were sent. */
    path?: string;
  };
  /** Number of matching requests to let through first. */
  after: number;
  /** Number of requests the fault then applies to. */
  times: number;
  fault: Fault;
}

/** As it is given: without the parts that have a default. */
export type FaultRuleInput = Pick<FaultRule, "fault"> & Partial<FaultRule>;

/** Reads a fault's members; `at` is where it stands in the input. */
type ReadFault = (members: Members, at: string) => Fault;

const readers: { [K in Fault["kind"]]: { members: string[]; read: ReadFault } } = {
  status: {
    members: ["status", "code", "message", "retryAfter", "afterCommit"],
    read: (members, at) => ({
      kind: "status",
      status: readStatus(members, at),
      ...optional(members, "code", () => readText(members, "code", at)),
      ...optional(members, "message", () => readText(members, "message", at)),
      ...optional(members, "retryAfter", () => readRetryAfter(members, at)),
      ...optional(members, "afterCommit", () => readFlag(members, "afterCommit", at)),
    }),
  },
  reset: { members: [], read: () => ({ kind: "reset" }) },
  "reset-after-commit": { members: [], read: () => ({ kind: "reset-after-commit" }) },
  delay: {
    members: ["ms"],
    read: (members, at) => ({ kind: "delay", ms: readWhole(members, "ms", at, { min: 0, max: longestMs }) }),
  },
  truncate: {
    members: ["bytes"],
    read: (members, at) => ({ kind: "truncate", bytes: readWhole(members, "bytes", at, { min: 0 }) }),
  },
  body: {
    members: ["status", "contentType", "body", "afterCommit"],
    read: (members, at) => ({
      kind: "body",
      status: readStatus(members, at),
      body: members["body"] === undefined ? "" : readText(members, "body", at),
      ...optional(members, "contentType", () => readHeaderText(members, "contentType", at)),
      ...optional(members, "afterCommit", () => readFlag(members, "afterCommit", at)),
    }),
  },
  "null-bindings": {
    members: ["outcome"],
    read: (members, at) => ({ kind: "null-bindings", outcome: readOutcome(members, at) }),
  },
  "expire-token": { members: [], read: () => ({ kind: "expire-token" }) },
  "expire-delta-token": { members: [], read: () => ({ kind: "expire-delta-token" }) },
  "ignore-delta-token": { members: [], read: () => ({ kind: "ignore-delta-token" }) },
};

/** @throws InvalidInput */
export function readFaultRules(value: unknown): FaultRule[] {
  if (!Array.isArray(value)) throw new InvalidInput("The input must be a list of faults.");
  return value.map((item: unknown, index) => readRule(item, `[${index}]`));
}

function readRule(value: unknown, at: string): FaultRule {
  const members = readMembers(value, at, ["match", "after", "times", "fault"]);
  return {
    match: members["match"] === undefined ? {} : readMatch(members["match"], nameAt(at, "match")),
    after: members["after"] === undefined ? 0 : readWhole(members, "after", at, { min: 0 }),
    times: members["times"] === undefined ? 1 : readWhole(members, "times", at, { min: 1 }),
    fault: readFault(members["fault"], nameAt(at, "fault")),
  };
}

function readMatch(value: unknown, at: string): FaultRule["match"] {
  const members = readMembers(value, at, ["method", "path"]);
  return {
    ...optional(members, "method", () => readText(members, "method", at).toUpperCase()),
    ...optional(members, "path", () => readPattern(members, at)),
  };
}

function readPattern(members: Members, at: string): string {
  const text = readText(members, "path", at);
  try {
    new RegExp(text);
  } catch (error) {
    throw new InvalidInput(`${nameAt(at, "path")} must be a regular expression: ${(error as Error).message}.`);
  }
  return text;
}

function readFault(value: unknown, at: string): Fault {
  const kinds = Object.keys(readers);
  const kind = typeof value === "object" && value !== null ? (value as Members)["kind"] : undefined;
  if (typeof kind !== "string" || !isKind(kind)) {
    throw new InvalidInput(`${nameAt(at, "kind")} must be one of ${kinds.join(", ")}.`);
  }
  const reader = readers[kind];
  return reader.read(readMembers(value, at, ["kind", ...reader.members]), at);
}

function isKind(text: string): text is Fault["kind"] {
  return Object.hasOwn(readers, text);
}

/** Answers that end a request; 1xx do not. */
function readStatus(members: Members, at: string): number {
  return readWhole(members, "status", at, { min: 200, max: 599 });
}

function readOutcome(members: Members, at: string): "ignored" | "rejected" {
  const value = members["outcome"];
  if (value === "ignored" || value === "rejected") return value;
  throw new InvalidInput(`${nameAt(at, "outcome")} must be ignored or rejected.`);
}

function readRetryAfter(members: Members, at: string): number | string {
  const value = members["retryAfter"];
  if (typeof value === "number" && value >= 0) return value;
  if (typeof value === "string") return readHeaderText(members, "retryAfter", at);
  throw new InvalidInput(`${nameAt(at, "retryAfter")} must be seconds or the text of the header.`);
}

/** RFC 9110 section 5.5, without what Node refuses to send. */
function readHeaderText(members: Members, name: string, at: string): string {
  const text = readText(members, name, at);
  if (/^[\t\x20-\x7e]*$/.test(text)) return text;
  throw new InvalidInput(`${nameAt(at, name)} must be text that fits into a header.`);
}
