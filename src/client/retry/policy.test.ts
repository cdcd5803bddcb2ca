import { type AttemptFailure, parseRetryAfter, rawRetryPolicy, standardRetryPolicy } from "./policy";

const failure = (given: Partial<AttemptFailure>): AttemptFailure => ({
  neverReachedServer: false,
  isPermanent: false,
  isSafeToRepeat: true,
  ...given,
});

describe("the standard policy", () => {
  it.each<[string, Partial<AttemptFailure>, boolean]>([
    ["throttling of a read", { status: 429 }, true],
    ["throttling of a create, which did not run", { status: 429, isSafeToRepeat: false }, true],
    ["a gateway's 503 on an idempotent request", { status: 503 }, true],
    ["a gateway's 503 on a create, which may have run", { status: 503, isSafeToRepeat: false }, false],
    ["a lost answer of an idempotent request", {}, true],
    ["a lost answer of a create", { isSafeToRepeat: false }, false],
    ["a refused connection on a create", { neverReachedServer: true, isSafeToRepeat: false }, true],
    ["a host that does not exist", { neverReachedServer: true, isPermanent: true }, false],
    ["a SQL deadlock", { status: 500, code: "0x80044150" }, true],
    ["any other 500", { status: 500, code: "0x80040216" }, false],
    ["a wrong request", { status: 400 }, false],
    ["an expired token", { status: 401 }, false],
    ["a stale ETag", { status: 412 }, false],
  ])("decides on %s", (_case, given, expected) => {
    expect(standardRetryPolicy.shouldRetry(failure(given))).toBe(expected);
  });

  it("waits exactly Retry-After, without jitter", () => {
    expect(standardRetryPolicy.delayMs(3, failure({ status: 429, retryAfterMs: 7_250 }), 0.9)).toBe(7_250);
  });

  it("doubles the longest wait with every repeat and draws from all of it", () => {
    const longest = [1, 2, 3].map((retry) => standardRetryPolicy.delayMs(retry, failure({}), 1));
    expect(longest).toEqual([2_000, 4_000, 8_000]);
    expect(standardRetryPolicy.delayMs(3, failure({}), 0)).toBe(0);
  });

  it("never waits longer than a minute of its own accord", () => {
    expect(standardRetryPolicy.delayMs(20, failure({}), 1)).toBe(60_000);
  });
});

describe("the raw requests' retry inputs", () => {
  const inputs = { maxRetries: 2, retryDelayMs: 250, retryAllErrors: false, useExponentialBackoff: false };

  it.each<[string, Partial<AttemptFailure>, boolean, boolean]>([
    ["500", { status: 500 }, true, true],
    ["a network error", {}, true, true],
    ["429", { status: 429 }, false, true],
    ["404", { status: 404 }, false, true],
    ["500 of a POST", { status: 500, isSafeToRepeat: false }, false, true],
    ["a POST that never reached the server", { neverReachedServer: true, isSafeToRepeat: false }, true, true],
  ])("repeat %s as documented", (_case, given, byDefault, withAllErrors) => {
    expect(rawRetryPolicy(inputs).shouldRetry(failure(given))).toBe(byDefault);
    expect(rawRetryPolicy({ ...inputs, retryAllErrors: true }).shouldRetry(failure(given))).toBe(withAllErrors);
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
    ["soon", undefined],
    ["-5", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%p is %p ms", (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
