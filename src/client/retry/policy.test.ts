import { classify, type FailureFacts, mayHaveRun } from "./failure";
import {
  type AttemptFailure,
  decideRetry,
  parseRetryAfter,
  rawRetryPolicy,
  type RetryDecision,
  type RetryState,
  standardRetryPolicy,
} from "./policy";

type Given = FailureFacts & Partial<Omit<AttemptFailure, "kind">>;
function failure({ status, code, networkCode, ...given }: Given): AttemptFailure {
  return {
    kind: classify({ status, code, networkCode }),
    status,
    isSafeToRepeat: true,
    ...given,
  };
}
const fresh: RetryState = { retriesDone: 0, timeLeftMs: 600_000, budgetLeft: 100, random: 0 };
function decide(given: Given, state: Partial<RetryState> = {}): RetryDecision {
  return decideRetry(standardRetryPolicy, failure(given), { ...fresh, ...state });
}

describe("the standard policy", () => {
  it.each<[string, Given, "repeat" | "final" | "mayHaveRun"]>([
    ["throttling of a read", { status: 429 }, "repeat"],
    ["throttling of a create, which did not run", { status: 429, isSafeToRepeat: false }, "repeat"],
    ["a gateway's 503 on an idempotent request", { status: 503 }, "repeat"],
    ["a gateway's 503 on a create, which may have run", { status: 503, isSafeToRepeat: false }, "mayHaveRun"],
    ["a lost answer of an idempotent request", {}, "repeat"],
    ["a lost answer of a create", { isSafeToRepeat: false }, "mayHaveRun"],
    ["a refused connection on a create", { networkCode: "ECONNREFUSED", isSafeToRepeat: false }, "repeat"],
    ["a host that does not exist", { networkCode: "ENOTFOUND" }, "final"],
    ["a SQL deadlock", { status: 500, code: "0x80044150" }, "repeat"],
    ["a SQL deadlock in a create", { status: 500, code: "0x80044150", isSafeToRepeat: false }, "mayHaveRun"],
    ["any other 500", { status: 500, code: "0x80040216" }, "final"],
    ["a wrong request", { status: 400 }, "final"],
    ["an expired token", { status: 401 }, "final"],
    ["a stale ETag", { status: 412 }, "final"],
  ])("decides on %s", (_case, given, expected) => {
    const decision = decide(given);
    expect(decision.retry ? "repeat" : decision.because).toBe(expected);
  });

  it("waits exactly Retry-After, without jitter, and at no cost", () => {
    expect(decide({ status: 429, retryAfterMs: 7_250 }, { random: 0.9 })).toEqual({
      retry: true,
      delayMs: 7_250,
      cost: 0,
    });
  });

  it("doubles the longest wait with every repeat and draws from all of it", () => {
    const longest = [0, 1, 2].map((retriesDone) => decide({ status: 503 }, { retriesDone, random: 1 }));
    expect(longest.map((decision) => decision.delayMs)).toEqual([2_000, 4_000, 8_000]);
    expect(decide({ status: 503 }, { random: 0 })).toMatchObject({ delayMs: 0 });
  });

  it("never waits longer than a minute of its own accord", () => {
    expect(standardRetryPolicy.delayMs(20, failure({}), 1)).toBe(60_000);
  });

  it("makes five repeats and no more", () => {
    expect(decide({ status: 503 }, { retriesDone: 4 })).toMatchObject({ retry: true });
    expect(decide({ status: 503 }, { retriesDone: 5 })).toEqual({ retry: false, because: "retriesSpent" });
  });

  it("does not begin a wait that the step would not live to see the end of", () => {
    const long = { status: 429, retryAfterMs: 60_000 };
    expect(decide(long, { timeLeftMs: 60_000 })).toMatchObject({ retry: true });
    expect(decide(long, { timeLeftMs: 59_999 })).toEqual({ retry: false, because: "deadline", delayMs: 60_000 });
  });

  it("stops when the budget is spent, but still waits when the service requests it", () => {
    expect(decide({ status: 503 }, { budgetLeft: 0.5 })).toEqual({ retry: false, because: "budget" });
    expect(decide({ status: 429, retryAfterMs: 1 }, { budgetLeft: 0 })).toMatchObject({ retry: true });
  });
});

it.each<[string, Given, boolean]>([
  ["no answer", {}, true],
  ["a gateway's answer", { status: 504 }, true],
  ["somebody else's server error", { status: 500 }, true],
  ["a server error of Dataverse's", { status: 500, code: "0x80040216" }, false],
  ["a refused connection", { networkCode: "ECONNREFUSED" }, false],
  ["throttling", { status: 429 }, false],
  ["a refusal", { status: 400 }, false],
])("an attempt with %s may have run: %s", (_case, given, expected) => {
  expect(mayHaveRun(classify(given))).toBe(expected);
});

describe("the raw requests' retry inputs", () => {
  const inputs = { maxRetries: 2, retryDelayMs: 250, retryAllErrors: false, useExponentialBackoff: false };
  const isRepeated = (given: Given, retryAllErrors: boolean) =>
    decideRetry(rawRetryPolicy({ ...inputs, retryAllErrors }), failure(given), fresh).retry;

  it.each<[string, Given, boolean, boolean]>([
    ["500", { status: 500 }, true, true],
    ["a network error", {}, true, true],
    ["429", { status: 429 }, false, true],
    ["404", { status: 404 }, false, true],
    ["500 of a POST", { status: 500, isSafeToRepeat: false }, false, true],
    ["a POST that never reached the server", { networkCode: "ECONNREFUSED", isSafeToRepeat: false }, true, true],
    ["a host that does not exist", { networkCode: "ENOTFOUND" }, false, false],
  ])("repeat %s as documented", (_case, given, byDefault, withAllErrors) => {
    expect(isRepeated(given, false)).toBe(byDefault);
    expect(isRepeated(given, true)).toBe(withAllErrors);
  });

  it("wait the given delay, but never less than the service asks for", () => {
    expect(rawRetryPolicy(inputs).delayMs(2, failure({}), 0)).toBe(250);
    expect(rawRetryPolicy(inputs).delayMs(2, failure({ retryAfterMs: 3_000 }), 0)).toBe(3_000);
  });

  it("ignore the delay when backing off exponentially", () => {
    const policy = rawRetryPolicy({ ...inputs, useExponentialBackoff: true });
    expect([1, 2, 3].map((retry) => policy.delayMs(retry, failure({}), 0))).toEqual([1_000, 2_000, 4_000]);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2025-08-22T08:10:44Z");
  it.each([
    ["7", 7_000],
    ["1.25", 1_250],
    ["0", 0],
    [" 3 ", 3_000],
    ["Fri, 22 Aug 2025 08:10:54 GMT", 10_000],
    ["Fri, 22 Aug 2025 08:10:34 GMT", 0],
    ["Fri Aug 22 08:10:54 2025", 10_000],
    ["2025-08-22T08:10:54Z", 10_000],
    ["Fri, 22 Aug 2025 10:10:54 +0200", 10_000],
    ["Friday, 22-Aug-25 08:10:54 GMT", 10_000],
    ["soon", undefined],
    ["soon 5", undefined],
    ["9".repeat(400), undefined],
    ["-5", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%p is %p ms", (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
