import { withBench } from "./bench";
import { type Table, times } from "./table";

const creates = 1_000;
/** Additional requests would wait: this is the number that the emulator recommends (`x-ms-dop-hint`). */
const inParallel = 4;

/** There is no network on one machine; over a real network, fewer round trips save more. */
export function batchOrSingle(): Promise<Table> {
  return withBench(0, async ({ run }) => {
    let made = 0;
    const name = () => `Larch ${(made += 1)}`;
    const single = () =>
      run("createEntity", { entityType: "accounts", dynamicValues: { name: name() }, returnRecord: "false" });
    const batch = (size: number, failureHandling: string) => {
      const data = () => ({ collection: "accounts", action: "create", data: { name: name() } });
      return run("batchEntityActions", { actions: Array.from({ length: size }, data), failureHandling });
    };
    const ways: [string, number, () => Promise<unknown>][] = [
      ["one by one", creates, () => inTurn(creates, single)],
      [
        `${inParallel} at a time`,
        creates,
        () => Promise.all(Array.from({ length: inParallel }, () => inTurn(creates / inParallel, single))),
      ],
      [
        "batches of 100, continuing on error",
        creates / 100,
        () => inTurn(creates / 100, () => batch(100, "continueOnError")),
      ],
      ["one batch of 1,000, continuing on error", 1, () => batch(creates, "continueOnError")],
      ["one batch of 1,000, all or nothing", 1, () => batch(creates, "allOrNothing")],
    ];
    await single();
    const rows: string[][] = [];
    let slowest: number | undefined;
    for (const [way, requests, go] of ways) {
      const startedMs = performance.now();
      await go();
      const seconds = (performance.now() - startedMs) / 1_000;
      slowest ??= seconds;
      rows.push([
        way,
        times(slowest / seconds),
        String(requests),
        Math.round(creates / seconds).toLocaleString("en-US"),
      ]);
    }
    const columns = [`${creates.toLocaleString("en-US")} creates`, "speed", "requests", "creates per second"];
    return { question: "Is a batch faster than single creates?", columns, rows };
  });
}

async function inTurn(count: number, run: () => Promise<unknown>): Promise<void> {
  for (let time = 0; time < count; time++) await run();
}
