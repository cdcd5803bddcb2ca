import { readingSubjects, writingSubjects } from "./actionSubjects";
import { dataSourceSubjects } from "./dataSourceSubjects";
import { expectedOutcome } from "./expectations";
import { type FaultCase, faultCases, type Family } from "./faults";
import type { Outcome } from "./outcomes";
import type { Subject } from "./subjects";
import { triggerSubjects } from "./triggerSubjects";

/**
 * Writes `documentation/reliability.md` from the table that the tests of this folder run, so the page states only
 * proven behavior.
 */
export const allSubjects: Subject[] = [
  ...writingSubjects,
  ...readingSubjects,
  ...dataSourceSubjects,
  ...triggerSubjects,
];

/** Dataverse calls a trigger; the trigger itself sends no requests. */
export const triggersWithoutRequests = ["dynamicsWebhookTrigger"];

export function reliabilityPage(): string {
  const families = [...new Set(faultCases.map(({ family }) => family))];
  return `${prose()}\n${families.map(familySection).join("\n")}`;
}

function prose(): string {
  return `# Reliability

This page lists the behavior of each step when Dataverse, the network, or a proxy or gateway between them fails. It needs no configuration, and a flow needs no retry step around an action of this component. Raw requests are the exception: they retry according to their retry inputs, and do not retry by default.

## Retried

- **Throttling.** Dataverse throttles a user who sends too many requests (HTTP 429 with 0x80072322, 0x80072321 or 0x80072326), and states how long to wait. The step waits at least that long, and so do all other steps of the same connection in the same process. A throttled request has not run, so a create without Record ID is also retried. A raw request is retried after HTTP 429 only with **Retry On All Errors**.
- **Transient faults.** HTTP 408, 502, 503 and 504, SQL deadlocks and timeouts (0x80044150, 0x80044151), lost connections, and responses that are cut off or never arrive: the request is retried if running it twice leaves the same state as running it once. This applies to all reads, to updates, upserts, deletes and changed columns, and to a create with a Record ID.
- **Failed connections.** If the connection could not be opened, every request is retried, because it cannot have run.

A request is retried at most 5 times. If the service does not request a wait, the waits are random, up to 2, 4, 8, 16 and 32 seconds. **Retry On All Errors** of a raw request retries after every error, including a POST that may have run, and can create a record twice; every other action is safe.

## Never retried

- A create without Record ID, a batch with creates or deletes, and a new column, once the request may have run; also a raw POST, except with **Retry On All Errors**.
- Requests that Dataverse rejects permanently: invalid input, missing privileges, a missing record, an outdated ETag.
- A success status with an invalid response: a web page, an empty body, text that is not JSON, an error with HTTP 200, a batch response with too few parts. Such a response is an error and never a success.
- Requests with a rejected access token, except a raw request with **Retry On All Errors**, which retries after every error. The step fails with a connection error, and the platform asks for new credentials.

## When the outcome is unknown

If the connection is lost after a create was sent, the component cannot determine whether the record exists. The step fails with the message "It is unknown whether Dataverse carried the request out." Its error has \`mayHaveRun: true\`. To make the step safe to retry, for this component and for the platform's own retry:

- set **Record ID** in Create Entity to a GUID of the order, message or row that the record is created from. A retry within the step finds the record of the first attempt, recognizes it by its age and values, and returns it; a later run of the step is rejected (HTTP 412) instead of creating a second record; or
- use **Upsert Entity** with an alternate key; or
- in a batch, use \`upsert\` with a key for each record: a batch that contains only upserts and updates is retried as a whole.

Three results differ when the response to an attempt was lost: an upsert can report \`"@created": false\` for a record that its first attempt created; an update with an **ETag** fails with HTTP 412, because the record has changed, and reports that the step itself may have changed it; and a delete whose retry finds no record succeeds, because the record is gone.

## Triggers that poll

**New and Updated Records** saves its position only with a run that hands its changes over: a run that fails, for any reason and after any page, saves nothing, and its changes come with the next run. Changes are returned at least once; after a run that failed, or a link that Dynamics rejected, some are returned again. Tests cover both reading methods, with and without batches, failed runs, backlogs and expired tokens. An expired delta token is not an error: the trigger reads the changes by modified date and marks the result as \`resynchronized\`.

## Limits and deadlines

- An attempt can take 120 seconds, which is Dataverse's own timeout; raw requests have an input for the timeout.
- A wait never extends past the platform's limit of 15 minutes for an execution. A step fails immediately, with a message, if it would have to wait longer than the remaining time, and retries for at most 10 minutes.
- At most 52 requests of a connection are in flight at the same time in a process; further requests wait for a slot. The number of slots starts at 8, grows as requests succeed, and shrinks after throttling. It never exceeds the recommendation of Dataverse (\`x-ms-dop-hint\`), once it is known.
- Retries use a budget that successes refill. In an outage, the budget runs out, and steps fail immediately instead of multiplying the traffic.

## The table

Each row is a step with certain inputs, and each column is a fault of one of its requests. A test in \`tests/reliability\` proves each cell: it runs the component against the [emulator](./emulator.md) and then checks the records. No operation runs twice, and no data is lost. All other requests of the step succeed.

${legend()}

The number after the outcome is how often the request was sent. One request more than expected reads the result of the others.
`;
}

function legend(): string {
  return table(
    ["Cell", "Outcome of the step"],
    [
      ["`ok`", "Succeeds as if there were no fault"],
      ["`error`", "Fails with an error that names the operation, the status, the code and the cause"],
      ["`unknown`", "Fails, and reports that the outcome is unknown and how to make the step safe"],
      ["`changed`", "Fails with HTTP 412, and reports that the step itself may have made the change"],
      ["`connection`", "Fails with a connection error that names the setting or credential to fix"],
      ["`each`", "Returns a result for each operation; operations without a response are marked as unknown"],
      ["`as is`", "Returns the response as is: a raw request does not judge success"],
      ["`-`", "Does not apply: the step cannot receive this fault"],
    ],
  );
}

function familySection(family: Family): string {
  const cases = faultCases.filter((faultCase) => faultCase.family === family);
  const legend = cases.map(({ label, meaning }) => `- **${label}**: ${meaning}.`).join("\n");
  const rows = groupedRows(cases);
  const triggers = [
    ...triggersWithoutRequests.map((key) => [`Trigger: ${key}`, ...cases.map(() => "-")]),
    ...triggerSubjects.map((subject) => [`Trigger: ${subject.title}`, ...cellsOf(subject, cases)]),
  ];
  return `### ${family}\n\n${legend}\n\n${table(["", ...cases.map(({ label }) => label)], [...rows, ...triggers])}\n`;
}

function cellsOf(subject: Subject, cases: FaultCase[]): string[] {
  return cases.map((faultCase) => cellText(expectedOutcome(subject, faultCase)));
}

/** One row for each action's step. Data sources only read; those with the same outcomes share a row. */
function groupedRows(cases: FaultCase[]): string[][] {
  const actions = [...writingSubjects, ...readingSubjects].map((subject) => [
    subject.title,
    ...cellsOf(subject, cases),
  ]);
  const sources = new Map<string, { titles: string[]; cells: string[] }>();
  for (const subject of dataSourceSubjects) {
    const cells = cellsOf(subject, cases);
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
  asItCame: "as is",
};

function cellText(outcome: Outcome): string {
  return outcome.kind === "none" ? "-" : `${words[outcome.kind]}, ${outcome.requests}`;
}

/** Columns are as wide as their longest cell, as Prettier formats them. */
function table(heads: string[], rows: string[][]): string {
  const widths = heads.map((head, column) => Math.max(3, head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(heads), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
