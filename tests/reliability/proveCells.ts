import { type Cell, type Cells, startCells } from "./cells";
import { expectedOutcome } from "./expectations";
import { type FaultCase, faultCases } from "./faults";
import type { Outcome } from "./outcomes";
import type { Subject } from "./subjects";

/** Declares the tests of some rows: each cell of the table is run and compared with what the table promises. */
export function proveCells(subjects: Subject[]): void {
  let cells: Cells;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeAll(async () => {
    process.on("unhandledRejection", note);
    cells = await startCells();
  });
  afterAll(async () => {
    await cells.close();
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  describe.each(subjects.map((subject) => [subject.title, subject] as const))("%s", (title, subject) => {
    let answer: unknown;
    it(`${title}: makes the expected number of requests without a fault`, async () => {
      const undisturbed = await cells.undisturbed(subject);
      ({ answer } = undisturbed);
      expect(undisturbed.requests).toBe((subject.before ?? 0) + 1 + (subject.after ?? 0));
    });

    for (const faultCase of faultCases) {
      const outcome = expectedOutcome(subject, faultCase);
      if (outcome.kind === "none") continue;
      it(`${title}: ${endings[outcome.kind]} after ${requestsText(outcome)} (fault: ${faultCase.label})`, async () => {
        const cell = await cells.run(subject, faultCase);
        checkEnding(cell, faultCase, outcome);
        checkRequests(cell, subject, faultCase, outcome);
        if (outcome.kind === "succeeds" && cell.timesDone === undefined) expect(cell.answer).toEqual(answer);
        // Nothing twice, nothing lost.
        const isDone = outcome.kind === "succeeds" || faultCase.isDone === true;
        if (cell.timesDone !== undefined) expect(cell.timesDone).toBe(isDone ? 1 : 0);
      });
    }
  });
}

const endings: Record<Exclude<Outcome["kind"], "none">, string> = {
  succeeds: "succeeds",
  fails: "fails",
  unknown: "reports an unknown outcome",
  changed: "reports a record that it may have changed itself",
  reconnect: "asks for new credentials",
  partly: "reports an unknown outcome for each operation",
  asItCame: "returns the response as is",
};

function requestsText({ requests }: Exclude<Outcome, { kind: "none" }>): string {
  return requests === 1 ? "1 request" : `${requests} requests`;
}

function checkEnding(cell: Cell, faultCase: FaultCase, outcome: Outcome): void {
  const { error } = cell;
  if (outcome.kind === "succeeds" || outcome.kind === "asItCame") {
    expect(error).toBeUndefined();
    return;
  }
  if (outcome.kind === "partly") {
    // The response does not show which operation's part is missing.
    const message = expect.stringContaining("Unknown outcome") as string;
    const open = { success: false, error: { message, mayHaveRun: true } };
    expect(cell.answer).toMatchObject({ succeeded: 0, failed: 2, results: [open, open] });
    return;
  }
  expect(error).toMatchObject({ name: outcome.kind === "reconnect" ? "ConnectionError" : "DataverseError" });
  expect(error?.message).toMatch(faultCase.says ?? "");
  const saysUnknown = error?.message.includes("It is unknown whether Dataverse carried the request out.") ?? false;
  expect(saysUnknown).toBe(outcome.kind === "unknown");
  expect(JSON.stringify(error)).not.toMatch(/Bearer|access_token/);
  if (outcome.kind === "changed") expect(error?.message).toContain("may have made the change");
}

function checkRequests(cell: Cell, subject: Subject, faultCase: FaultCase, outcome: Outcome): void {
  if (outcome.kind === "none") return;
  if (faultCase.fault === "refused") {
    expect(cell.error).toMatchObject({ attempts: outcome.requests, isTransient: true });
    expect(cell.requests).toHaveLength(0);
    return;
  }
  const isWhole = outcome.kind === "succeeds" || outcome.kind === "asItCame";
  const { before = 0, after = 0 } = subject;
  expect(cell.requests).toHaveLength(before + outcome.requests + (isWhole ? after : 0));
  if (faultCase.retryAfterMs !== undefined && outcome.requests > 1) {
    const [first, second] = cell.requests.slice(before);
    // The journal has whole milliseconds.
    expect((second?.startedMs ?? 0) - (first?.endedMs ?? 0)).toBeGreaterThanOrEqual(faultCase.retryAfterMs - 1);
  }
}
