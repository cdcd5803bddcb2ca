import { type Fault, type FaultRule, readFaultRules } from "./faults";

/** A rule and how often it happened. */
export interface ActiveFault extends FaultRule {
  fired: number;
}

/** A request as faults look at it. */
export interface FaultTarget {
  method: string;
  /** Path and query as they were sent. */
  url: string;
  isWebApi: boolean;
}

interface Entry {
  rule: FaultRule;
  pattern: RegExp | undefined;
  /** Requests that fitted while it was this rule's turn, let through ones included. */
  met: number;
  fired: number;
}

const deltaToken = /[?&](?:\$|%24)deltatoken=/i;

/** Rules in their order. Of those that fit a request and are neither waiting nor used up, the first one happens. */
export class FaultList {
  private entries: Entry[] = [];

  /**
   * Adds rules behind those that are there; all of them or, when one is wrong, none.
   *
   * @throws InvalidInput
   */
  add(rules: unknown): void {
    const added = readFaultRules(rules).map((rule) => {
      const { path } = rule.match;
      return { rule, pattern: path === undefined ? undefined : new RegExp(path), met: 0, fired: 0 };
    });
    this.entries.push(...added);
  }

  list(): ActiveFault[] {
    return this.entries.map(({ rule, fired }) => ({ ...rule, fired }));
  }

  clear(): void {
    this.entries = [];
  }

  /** The fault for this request. */
  next(target: FaultTarget): Fault | undefined {
    for (const entry of this.entries) {
      if (entry.fired >= entry.rule.times || !fits(entry, target)) continue;
      entry.met += 1;
      if (entry.met <= entry.rule.after) continue;
      entry.fired += 1;
      return entry.rule.fault;
    }
    return undefined;
  }
}

function fits({ rule, pattern }: Entry, { method, url, isWebApi }: FaultTarget): boolean {
  if (rule.match.method !== undefined && rule.match.method !== method) return false;
  if (pattern !== undefined && !pattern.test(url)) return false;
  // A rule that names no path is about the Web API, and tokens expire nowhere else.
  if (!isWebApi) return pattern !== undefined && !/^expire-|-delta-token$/.test(rule.fault.kind);
  return !rule.fault.kind.endsWith("-delta-token") || deltaToken.test(url);
}
