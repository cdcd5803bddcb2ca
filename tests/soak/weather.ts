import type { Fault, FaultRuleInput, LimitsInput } from "../../emulator";
import type { EmulatorProcess } from "./emulatorProcess";
import type { Random } from "./random";

/**
 * Faults and limits that change while the work goes on. Waits are kept short, so that a run is long in operations and
 * not in pauses.
 */
export interface Weather {
  /** Other faults and limits from now on. */
  change(): Promise<void>;
  /** Calm, for good. */
  clear(): Promise<void>;
  seen: WeatherReport;
}

export interface WeatherReport {
  faults: Record<string, number>;
  /** Requests refused by the limits, and those that arrived before their wait was over. */
  refused: number;
  earlyRetries: number;
}

export function createWeather({ control }: EmulatorProcess, random: Random, workers: number): Weather {
  const seen: WeatherReport = { faults: {}, refused: 0, earlyRetries: 0 };

  async function count(): Promise<void> {
    for (const { fault, fired } of await control.faults()) {
      if (fired > 0) seen.faults[fault.kind] = (seen.faults[fault.kind] ?? 0) + fired;
    }
    const { refused, earlyRetries } = await control.limits();
    seen.refused += refused;
    seen.earlyRetries += earlyRetries;
  }

  async function set(limits: LimitsInput, faults: FaultRuleInput[]): Promise<void> {
    await count();
    await control.clearFaults();
    await control.setLimits(limits);
    await control.addFaults(faults);
  }

  return {
    seen,
    change: () =>
      set(
        limitsOf(random, workers),
        Array.from({ length: random.between(0, 20) }, () => ruleOf(random)),
      ),
    clear: () => set({}, []),
  };
}

function limitsOf(random: Random, workers: number): LimitsInput {
  const windowMs = random.between(5, 20) * 100;
  const dopHint = random.pick([4, 16, 52]);
  switch (random.between(0, 11)) {
    case 0:
      return { dopHint, requests: random.between(60, 200), windowMs };
    case 1:
      return { dopHint, executionMs: random.between(200, 600), windowMs };
    case 2:
      return { dopHint, concurrent: random.between(Math.ceil(workers / 2), workers) };
    default:
      return { dopHint };
  }
}

function ruleOf(random: Random): FaultRuleInput {
  const match = random.pick([
    {},
    {},
    { method: random.pick(["GET", "POST", "PATCH", "DELETE"]) },
    { path: "\\$batch" },
  ]);
  return { match, after: random.between(0, 60), times: random.between(1, 2), fault: faultOf(random) };
}

/** SQL timeout and deadlock: Dataverse answers them with 500 or 503. */
const sqlCodes = ["0x80044150", "0x80044151"];

function faultOf(random: Random): Fault {
  const afterCommit = random.chance(0.5);
  switch (random.between(0, 9)) {
    case 0:
    case 1:
      return { kind: "status", status: random.pick([502, 503, 504]), afterCommit, retryAfter: retryAfter(random) };
    case 2:
      return { kind: "status", status: 500, code: random.pick(sqlCodes), afterCommit, retryAfter: retryAfter(random) };
    case 3:
      return { kind: "status", status: 429, code: "0x80072322", retryAfter: 0.1 };
    case 4:
      return { kind: "reset" };
    case 5:
      return { kind: "reset-after-commit" };
    case 6:
      return { kind: "delay", ms: random.between(1, 300) };
    case 7:
      return { kind: "truncate", bytes: random.between(0, 600) };
    case 8:
      return {
        kind: "body",
        status: random.pick([200, 502, 503]),
        contentType: "text/html",
        body: "<html><body>Our services aren't available right now</body></html>",
        afterCommit,
      };
    default:
      return { kind: "expire-token" };
  }
}

function retryAfter(random: Random): number | string {
  return random.pick([0, 0.02, 0.25, new Date(Date.now() + 1_000).toUTCString()]);
}
