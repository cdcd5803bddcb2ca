import { createCache } from "./cache";

function cacheAt(clock: { now: number }, maxEntries = 2) {
  return createCache({ maxEntries, maxAgeMs: 1_000, now: () => clock.now });
}

it("loads once for readers that come at the same time", async () => {
  const cache = cacheAt({ now: 0 });
  let loads = 0;
  const load = async () => ++loads;
  expect(await Promise.all([cache.remember("k", load), cache.remember("k", load)])).toEqual([1, 1]);
});

it("loads again after the age limit", async () => {
  const clock = { now: 0 };
  const cache = cacheAt(clock);
  let loads = 0;
  await cache.remember("k", async () => ++loads);
  clock.now = 1_001;
  expect(await cache.remember("k", async () => ++loads)).toBe(2);
});

it("forgets a loading that failed", async () => {
  const cache = cacheAt({ now: 0 });
  await expect(cache.remember("k", () => Promise.reject(new Error("down")))).rejects.toThrow("down");
  expect(await cache.remember("k", async () => "up")).toBe("up");
});

it("drops the oldest entry beyond its bound", () => {
  const cache = cacheAt({ now: 0 });
  for (const key of ["a", "b", "c"]) cache.set(key, key);
  expect(["a", "b", "c"].map((key) => cache.get(key))).toEqual([undefined, "b", "c"]);
});
