import fc from "fast-check";
import { SlidingSum } from "./slidingSum";

const windowMs = 100;

describe("a sliding sum", () => {
  const additions = fc.array(fc.record({ passMs: fc.nat({ max: 60 }), amount: fc.integer({ min: 1, max: 50 }) }), {
    maxLength: 60,
  });

  it("is what was added inside the window, no matter how often it is asked for", () => {
    fc.assert(
      fc.property(additions, (steps) => {
        const sum = new SlidingSum(windowMs);
        const all: { atMs: number; amount: number }[] = [];
        let nowMs = 0;
        for (const { passMs, amount } of steps) {
          nowMs += passMs;
          sum.add(nowMs, amount);
          all.push({ atMs: nowMs, amount });
          const inside = all.filter(({ atMs }) => atMs > nowMs - windowMs);
          expect(sum.total(nowMs)).toBe(inside.reduce((total, each) => total + each.amount, 0));
        }
      }),
    );
  });

  it("falls below a limit at the announced time and not before", () => {
    fc.assert(
      fc.property(additions, fc.integer({ min: 1, max: 200 }), (steps, limit) => {
        const sum = new SlidingSum(windowMs);
        let nowMs = 0;
        for (const { passMs, amount } of steps) sum.add((nowMs += passMs), amount);
        fc.pre(sum.total(nowMs) >= limit);
        const freedAtMs = sum.belowAtMs(limit, nowMs);
        expect(sum.total(freedAtMs - 1)).toBeGreaterThanOrEqual(limit);
        expect(sum.total(freedAtMs)).toBeLessThan(limit);
      }),
    );
  });

  it("forgets what has left, so that it can run for long", () => {
    const sum = new SlidingSum(windowMs);
    for (let atMs = 0; atMs < 10_000; atMs += 1) {
      sum.add(atMs, 1);
      expect(sum.total(atMs)).toBe(Math.min(atMs + 1, windowMs));
    }
  });
});
