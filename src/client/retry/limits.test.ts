import { createLimits } from "./limits";

/** A clock whose timers fire a moment early, as Node's may. */
function clock() {
  const timers: { atMs: number; callback: () => void }[] = [];
  const state = { now: 1_000 };
  return {
    now: () => state.now,
    wait: (delayMs: number, callback: () => void) =>
      void timers.push({ atMs: state.now + Math.max(1, delayMs - 1), callback }),
    advanceTo: async (timeMs: number) => {
      while (timers.some(({ atMs }) => atMs <= timeMs)) {
        timers.sort((a, b) => a.atMs - b.atMs);
        const timer = timers.shift();
        state.now = Math.max(state.now, timer?.atMs ?? 0);
        timer?.callback();
      }
      state.now = timeMs;
      await Promise.resolve();
    },
  };
}

it("lets N requests go at once, and the next one when one is done", async () => {
  const limits = createLimits({ maxConcurrent: 2, ...clock() });
  const gone: number[] = [];
  for (const request of [1, 2, 3]) void limits.enter().then(() => gone.push(request));
  await Promise.resolve();
  expect(gone).toEqual([1, 2]);
  limits.leave();
  await Promise.resolve();
  expect(gone).toEqual([1, 2, 3]);
});

it("lets no request go before the end of a pause, not even a moment", async () => {
  const time = clock();
  const limits = createLimits(time);
  const wentAt: number[] = [];
  limits.pauseUntil(3_000);
  for (let request = 0; request < 3; request++) void limits.enter().then(() => wentAt.push(time.now()));
  await time.advanceTo(2_999);
  expect(wentAt).toEqual([]);
  await time.advanceTo(3_001);
  expect(wentAt).toHaveLength(3);
  expect(Math.min(...wentAt)).toBeGreaterThanOrEqual(3_000);
});

it("keeps the longest of several pauses", async () => {
  const time = clock();
  const limits = createLimits(time);
  let wentAt = 0;
  limits.pauseUntil(2_000);
  void limits.enter().then(() => (wentAt = time.now()));
  limits.pauseUntil(4_000);
  limits.pauseUntil(3_000);
  await time.advanceTo(5_000);
  expect(wentAt).toBeGreaterThanOrEqual(4_000);
});

it("rejects a request at once if it cannot wait for the end of a pause", async () => {
  const time = clock();
  const limits = createLimits({ ...time, maxConcurrent: 1 });
  limits.pauseUntil(3_000);
  expect(await limits.enter(2_000)).toBe(3_000);
  const patient = limits.enter(4_000);
  await time.advanceTo(3_001);
  expect(await patient).toBeUndefined();
  const waiting = limits.enter(4_000);
  limits.pauseUntil(5_000);
  expect(await waiting).toBe(5_000);
});

it("pays a success back what its repeats have cost, and never fills beyond its bound", () => {
  const { budget } = createLimits(clock());
  const full = budget.left();
  budget.spend(10);
  expect(budget.left()).toBe(full - 10);
  budget.earn(10);
  budget.earn(10);
  expect(budget.left()).toBe(full);
});

describe("the number of requests in flight", () => {
  /** Lets `count` requests wait, and counts those that went. */
  function crowd(count: number, time = clock()) {
    const limits = createLimits(time);
    const state = { gone: 0 };
    for (let request = 0; request < count; request++) void limits.enter().then(() => state.gone++);
    return { limits, time, state };
  }

  it("begins small, doubles with every round of successes, and ends at what the service allows", async () => {
    const { limits, state } = crowd(200);
    const rounds: number[] = [];
    for (let done = 0; rounds.length < 5; done = state.gone) {
      await Promise.resolve();
      const underWay = state.gone - done;
      rounds.push(underWay);
      for (let answered = 0; answered < underWay; answered++) {
        limits.succeeded();
        limits.leave();
      }
    }
    expect(rounds).toEqual([8, 16, 32, 52, 52]);
  });

  it("is halved once by requests that are refused together, and rises slowly from there", async () => {
    const { limits, time, state } = crowd(30);
    await Promise.resolve();
    for (let refused = 0; refused < 8; refused++) {
      limits.throttled(2_000);
      limits.leave();
    }
    await time.advanceTo(2_100);
    expect(state.gone).toBe(8 + 4);
    for (let answered = 0; answered < 4; answered++) {
      limits.succeeded();
      limits.leave();
    }
    await Promise.resolve();
    expect(state.gone).toBe(12 + 4);
  });

  it("stays within what the service recommends, and follows it", async () => {
    const { limits, state } = crowd(100);
    limits.recommended(3);
    const rounds: number[] = [];
    for (let done = 0; rounds.length < 5; done = state.gone) {
      await Promise.resolve();
      const underWay = state.gone - done;
      rounds.push(underWay);
      if (rounds.length === 3) limits.recommended(5);
      for (let answered = 0; answered < underWay; answered++) {
        limits.succeeded();
        limits.leave();
      }
    }
    expect(rounds).toEqual([8, 3, 3, 5, 5]);
  });
});
