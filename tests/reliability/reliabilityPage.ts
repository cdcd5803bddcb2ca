import { expectedOutcome } from "./expectations";
import { type FaultCase, faultCases, type Family } from "./faults";
import type { Outcome } from "./outcomes";
import { readingActions, readingDataSources } from "./readingSubjects";
import type { Subject } from "./subjects";
import { writingSubjects } from "./writingSubjects";

/**
 * `documentation/reliability.md`, made from the table that the tests of this folder run: what the page says is what was
 * proved.
 */
export const allSubjects: Subject[] = [...writingSubjects, ...readingActions, ...readingDataSources];

/** A trigger is asked by Dataverse and asks nothing itself. */
export const triggersWithoutRequests = ["dynamicsWebhookTrigger"];

export function reliabilityPage(): string {
  const families = [...new Set(faultCases.map(({ family }) => family))];
  return `${prose()}\n${families.map(familySection).join("\n")}`;
}

const prose = (): string => `# Reliability

What a step does when Dataverse, the network, or a proxy or gateway between them misbehaves. Nothing has to be switched on, and no flow needs a retry step around an action of this component. The raw requests are the exception: they repeat what their retry inputs say, and by default nothing.

## What is repeated

- **Throttling.** Dataverse refuses a user who asks too much (HTTP 429 with 0x80072322, 0x80072321 or 0x80072326), and says how long to wait. Every step waits at least that long, and so do all other steps of the same connection that run in the same process. A refused request has not run, so that a plain create is repeated too. A raw request is repeated after HTTP 429 only with **Retry On All Errors**.
- **Faults that pass.** HTTP 408, 502, 503 and 504, SQL deadlocks and time-outs (0x80044150, 0x80044151), lost connections, answers that break off or never come: the request is repeated if doing its work twice leaves the same state as doing it once. That holds for everything that reads, for updates, upserts, deletes and changed columns, and for a create with a Record ID.
- **A connection that was never made** is repeated in every case, since nothing can have run.

There are at most 5 repeats. Without a wait that the service names, the waits are random and up to 2, 4, 8, 16 and 32 seconds long. **Retry On All Errors** of a raw request repeats every error, a POST that may have run as well, which may create a record twice; every other action is the safe way.

## What is never repeated

- A plain create, a batch with creates or deletes, a new column, once it may have run; a raw POST likewise, except with **Retry On All Errors**.
- What Dataverse refuses for a reason: bad input, missing rights, a missing record, an ETag that no longer fits.
- A success status with no valid answer: a web page, an empty body, text that is no JSON, an error under HTTP 200, a batch answer with too few parts. Such an answer is an error and never a success.
- Anything under an access token that was refused, except by a raw request with **Retry On All Errors**, which repeats every error. The step fails as a connection error, and the platform asks for new credentials.

## When the outcome is unknown

If the connection is lost after a create was sent, nobody can tell whether the record exists. The step fails then and says "It is unknown whether Dataverse carried the request out." Its error has \`mayHaveRun: true\`. To make the step safe to repeat, by this component and by the platform's own retry:

- give **Record ID** on Create Entity: a GUID of the order, message or row that the record is made from. A repeat within the step finds the record that the first attempt has made, knows it by its age and its values, and returns it; and a later run of the step is refused (HTTP 412) instead of creating a second one; or
- use **Upsert Entity** with an alternate key; or
- in a batch, use \`upsert\` with a key for each record: a batch of upserts and updates only is repeated as a whole.

Three things look different when the answer to an attempt was lost: an upsert may report \`"@created": false\` for a record that its first attempt has created; an update with an **ETag** fails with HTTP 412, as the record has changed, and says that the step may have changed it itself; and a delete whose repeat finds nothing counts as done, because the record is gone.

## Limits and deadlines

- An attempt may take 120 seconds, which is when Dataverse itself gives up; the raw requests have an input for it.
- No wait goes beyond the platform's 15 minutes for an execution. A step fails at once, and says so, when it would have to wait longer than is left, and repeats for 10 minutes at most.
- At most 52 requests of a connection are under way at once in a process; further ones wait for a place. It begins with 8, more follow as they succeed, and fewer after Dataverse has refused some. What Dataverse recommends (\`x-ms-dop-hint\`) is never exceeded once it is known.
- Repeats draw on a budget that successes pay back. In an outage it runs dry, and steps fail at once instead of multiplying the traffic.

## The table

Every row is a step with certain inputs, every column a fault of one of its requests, and every cell is proved by a test of \`tests/reliability\`, which runs the component against the [emulator](./emulator.md) and afterwards looks at the records: nothing is done twice, and nothing is lost. Before and after that request all goes well.

${legend()}

The number behind is how often the request was sent; where it is one more than expected, the last one asked what the others had done.
`;

function legend(): string {
  return table(
    ["Cell", "The step"],
    [
      ["`ok`", "Ends as if nothing had happened"],
      ["`error`", "Fails with an error that names the operation, the status, the code and the cause"],
      ["`unknown`", "Fails, and says that the outcome is unknown and how to make the step safe"],
      ["`changed`", "Fails with HTTP 412, and says that the step may have made the change itself"],
      ["`connection`", "Fails as a connection error, which tells what to set up or to renew"],
      ["`each`", "Gives a result for each operation; those without an answer are marked as unknown"],
      ["`as it came`", "Gives the flow what came: a raw request judges no success"],
      ["`-`", "Cannot meet the fault"],
    ],
  );
}

function familySection(family: Family): string {
  const cases = faultCases.filter((faultCase) => faultCase.family === family);
  const legend = cases.map(({ label, meaning }) => `- **${label}**: ${meaning}.`).join("\n");
  const rows = groupedRows(cases);
  const triggers = triggersWithoutRequests.map((key) => [`Trigger: ${key}`, ...cases.map(() => "-")]);
  return `### ${family}\n\n${legend}\n\n${table(["", ...cases.map(({ label }) => label)], [...rows, ...triggers])}\n`;
}

/** One row for each action's step; data sources all read, and those that fare alike share a row. */
function groupedRows(cases: FaultCase[]): string[][] {
  const cellsOf = (subject: Subject) => cases.map((faultCase) => cellText(expectedOutcome(subject, faultCase)));
  const actions = [...writingSubjects, ...readingActions].map((subject) => [subject.title, ...cellsOf(subject)]);
  const sources = new Map<string, { titles: string[]; cells: string[] }>();
  for (const subject of readingDataSources) {
    const cells = cellsOf(subject);
    const group = sources.get(cells.join()) ?? { titles: [], cells };
    group.titles.push(subject.title);
    sources.set(cells.join(), group);
  }
  const shared = [...sources.values()].map(({ titles, cells }) => [`Data sources: ${titles.join(", ")}`, ...cells]);
  return [...actions, ...shared];
}

const words: Record<Exclude<Outcome["kind"], "none">, string> = {
  succeeds: "ok",
  fails: "error",
  unknown: "unknown",
  changed: "changed",
  reconnect: "connection",
  partly: "each",
  asItCame: "as it came",
};

function cellText(outcome: Outcome): string {
  return outcome.kind === "none" ? "-" : `${words[outcome.kind]}, ${outcome.requests}`;
}

/** Columns as wide as their longest cell, which is how Prettier leaves them. */
function table(heads: string[], rows: string[][]): string {
  const widths = heads.map((head, column) => Math.max(3, head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(heads), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
