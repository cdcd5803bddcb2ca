import fc from "fast-check";
import { type BatchResponse, DataverseError } from "../../src/client";
import { readBatch } from "../../src/client/batch/batchResponse";
import { parseBatchOperations } from "../../src/operations/batches/operations";
import { readChangeSet, readIndependent } from "../../src/operations/batches/responses";
import { asEntitySetName } from "../../src/operations/tables/names";
import { anyText, elapsedMs, longestMs, longTexts, mutated, runs } from "./arbitraries";

const contentType = "multipart/mixed; boundary=batchresponse_1";

/** As Dataverse answers: two operations, a change set of two, a failure. */
const answer = [
  "--batchresponse_1",
  "Content-Type: application/http",
  "Content-Transfer-Encoding: binary",
  "",
  "HTTP/1.1 204 No Content",
  "OData-Version: 4.0",
  "OData-EntityId: https://contoso.crm.dynamics.com/api/data/v9.2/accounts(11111111-2222-3333-4444-555555555555)",
  "",
  "",
  "--batchresponse_1",
  'Content-Type: multipart/mixed; boundary="changesetresponse_2"',
  "",
  "--changesetresponse_2",
  "Content-Type: application/http",
  "Content-ID: 1",
  "",
  "HTTP/1.1 201 Created",
  "Content-Type: application/json",
  "",
  '{"name":"--batchresponse_1 is only a text"}',
  "--changesetresponse_2",
  "Content-Type: application/http",
  "Content-ID: 2",
  "",
  "HTTP/1.1 204 No Content",
  "",
  "",
  "--changesetresponse_2--",
  "--batchresponse_1",
  "Content-Type: application/http",
  "",
  "HTTP/1.1 404 Not Found",
  "Content-Type: application/json; odata.metadata=minimal",
  "",
  '{"error":{"code":"0x80040217","message":"Does Not Exist"}}',
  "--batchresponse_1--",
  "",
].join("\r\n");

const tokens = [
  "--batchresponse_1",
  "--batchresponse_1--",
  "--changesetresponse_2",
  "\r\n\r\n",
  "\n",
  "HTTP/1.1 ",
  "\0",
];

/** Every part that was read is usable for a caller. */
function expectParts(reading: ReturnType<typeof readBatch>): void {
  if (!reading.ok) return void expect(reading.problem).not.toBe("");
  for (const part of reading.parts) {
    expect(part.status).toBeGreaterThanOrEqual(0);
    expect(part.status).toBeLessThan(1_000);
    expect(Object.values(part.headers).every((value) => typeof value === "string")).toBe(true);
    expect(typeof part.body).toBe("string");
  }
}

it("reads four parts where nothing was done to the answer", () => {
  const reading = readBatch(answer, contentType);
  expect(reading.ok && [reading.isComplete, ...reading.parts.map(({ status }) => status)]).toEqual([
    true,
    204,
    201,
    204,
    404,
  ]);
});

it("reads a mutated answer, or says what is wrong with it", () => {
  fc.assert(
    fc.property(mutated([answer, answer.replaceAll("\r\n", "\n")], tokens), (text) => {
      expectParts(readBatch(text, contentType));
    }),
    runs(2_000),
  );
});

it("reads any text under any content type", () => {
  const type = fc.option(fc.oneof(anyText, mutated([contentType], ['"', ";", "=", "\\", "boundary="])), {
    nil: undefined,
  });
  fc.assert(
    fc.property(anyText, type, (text, header) => expectParts(readBatch(text, header))),
    runs(2_000),
  );
});

it("takes an answer that was cut anywhere for its first parts, and for no whole one", () => {
  const whole = readBatch(answer, contentType);
  const statuses = whole.ok ? whole.parts.map(({ status }) => status) : [];
  // Behind the closing delimiter there is nothing to lose.
  for (let end = 0; end < answer.lastIndexOf("--"); end++) {
    const reading = readBatch(answer.slice(0, end), contentType);
    if (!reading.ok) throw new Error(reading.problem);
    expect(reading.isComplete).toBe(false);
    // The last one may be cut before its status.
    const read = reading.parts.map(({ status }) => status);
    const last = read.pop() ?? 0;
    expect(statuses.slice(0, read.length)).toEqual(read);
    expect([0, statuses[read.length]]).toContain(last);
  }
});

/** A part of an answer to one of four operations. */
interface Part {
  status: number;
  header: string;
  body: string;
  /** Instead of all that. */
  raw?: string;
}

const ids = [1, 2, 3, 4].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`);
function entityId(id: string | undefined) {
  return `OData-EntityId: https://contoso.crm.dynamics.com/api/accounts(${id})`;
}
function record(id: string | undefined) {
  return JSON.stringify({ "@odata.etag": 'W/"1"', name: "Larch", accountid: id });
}
const collection = asEntitySetName("accounts");
const table = { collection };
const operations = parseBatchOperations([
  { ...table, action: "create", data: { name: "Larch" } },
  { ...table, action: "create", data: { name: "Larch" }, returnRepresentation: true },
  { ...table, action: "upsert", key: ids[2], data: { name: "Larch" }, returnRepresentation: true },
  { ...table, action: "delete", key: ids[3] },
]).map((operation, index) => ({ ...operation, collection, contentId: String(index + 1) }));
const promisedParts: Part[] = [
  { status: 204, header: entityId(ids[0]), body: "" },
  { status: 201, header: "", body: record(ids[1]) },
  { status: 200, header: "", body: record(ids[2]) },
  { status: 204, header: "", body: "" },
];

/**
 * [CreateRow], [UpdateRow]: the id of a part that says that its operation
 * is done.
 */
function idToldBy({ status, header, body, raw }: Part, index: number): string | undefined {
  if (raw !== undefined) return undefined;
  const named = ids.find((id) => header === entityId(id));
  const returned = ids.find((id) => body === record(id));
  if (index === 0) return status === 204 && body === "" ? named : undefined;
  if (index === 1) return status === 201 ? returned : undefined;
  if (index === 2) return (status === 200 || status === 201) && returned === ids[2] ? returned : undefined;
  return status === 204 && body === "" && (named ?? ids[3]) === ids[3] ? ids[3] : undefined;
}

function isRefusal({ status, raw }: Part) {
  return raw === undefined && status >= 400 && status < 600;
}

const boom = '{"error":{"code":"0x1","message":"Boom"}}';
const otherParts: fc.Arbitrary<Part> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      status: fc.oneof(fc.constantFrom(200, 201, 202, 204, 302, 304, 412, 500), fc.integer({ min: 100, max: 999 })),
      header: fc.constantFrom("", "OData-EntityId: accounts", ...ids.map(entityId), "Content-Type: text/html"),
      body: fc.oneof(
        fc.constantFrom("", "{}", "[]", "null", "5", '"text"', "{", "<html>", boom),
        fc.constantFrom(...ids.map(record)),
        fc.json(),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        fc.constantFrom("", "HTTP/1.1", "HTTP/1.1 2040 Said", "HTTP/1.1 20", "<html>", "null", boom),
        anyText.filter((text) => !text.includes("--b")),
      )
      .map((raw) => ({ status: 0, header: "", body: "", raw })),
  },
);

function textOf({ status, header, body, raw }: Part): string {
  return raw ?? `HTTP/1.1 ${status} Said\r\n${header === "" ? "" : `${header}\r\n`}\r\n${body}`;
}

/** The parts as they were drawn, and the answer to a batch that they make. */
interface Drawn {
  parts: Part[];
  isComplete: boolean;
  isInChangeSet: boolean;
}

/** Each part is the promised one or another; then one is lost, or some are added. */
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    parts: fc.tuple(
      ...promisedParts.map((promised) =>
        fc.oneof({ weight: 3, arbitrary: fc.constant(promised) }, { weight: 1, arbitrary: otherParts }),
      ),
    ),
    lost: fc.constantFrom(undefined, undefined, undefined, 0, 1, 2, 3),
    added: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(otherParts, { maxLength: 2 })),
    isComplete: fc.boolean(),
    isInChangeSet: fc.boolean(),
  })
  .map(({ parts, lost, added, ...more }) => ({
    parts: lost === undefined ? [...parts, ...added] : parts.filter((_part, index) => index !== lost),
    ...more,
  }));

function answerOf({ parts, isComplete, isInChangeSet }: Drawn): BatchResponse {
  const written = (boundary: string) =>
    parts.map((each) => `--${boundary}\r\nContent-Type: application/http\r\n\r\n${textOf(each)}\r\n\r\n`).join("") +
    (isComplete ? `--${boundary}--\r\n` : "");
  const text = isInChangeSet
    ? `--b1\r\nContent-Type: multipart/mixed; boundary=b2\r\n\r\n${written("b2")}${isComplete ? "--b1--\r\n" : ""}`
    : written("b1");
  const reading = readBatch(text, "multipart/mixed; boundary=b1");
  if (!reading.ok) throw new Error(reading.problem);
  const request = { operation: "Batch", method: "POST" } as const;
  return { request, status: 200, headers: {}, attempts: 1, mayHaveRun: false, body: reading };
}

it("takes an independent operation for done only where its own part says so", () => {
  let successes = 0;
  fc.assert(
    fc.property(drawn, fc.constantFrom("continueOnError" as const, "stopAtFirstError" as const), (given, mode) => {
      const { parts, isComplete, isInChangeSet } = given;
      const outcomes = readIndependent(operations, answerOf(given), mode);
      const isStopped = mode === "stopAtFirstError" && parts.findIndex(isRefusal) === parts.length - 1;
      const isCertain = !isInChangeSet && (parts.length === 4 || (parts.length < 4 && (isStopped || !isComplete)));
      const told = parts.map((part, index) => (isCertain ? idToldBy(part, index) : undefined));
      expect(outcomes.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
      for (const outcome of outcomes) {
        const expected = told[outcome.index];
        if (outcome.success) {
          successes += 1;
          expect(expected).toBeDefined();
          expect(outcome.id ?? outcome.record?.["accountid"]).toBe(expected);
        } else {
          // Every failure is rejected, not run, or unknown.
          expect(outcome.error.mayHaveRun ?? /^Not run|failed: /.test(outcome.error.message)).toBe(true);
        }
      }
      // Parts in the documented form are accepted.
      if (parts.length === 4) {
        expect(outcomes.map(({ success }) => success)).toEqual(told.map((id) => id !== undefined));
      }
    }),
    runs(3_000),
  );
  expect(successes).toBeGreaterThan(0);
});

it("takes a change set for done only where every part says so, and for undone only where each refuses", () => {
  fc.assert(
    fc.property(drawn, (given) => {
      const { parts, isComplete } = given;
      const told = parts.map(idToldBy);
      const isDone = isComplete && parts.length === 4 && !told.includes(undefined);
      const read = attempt(() => readChangeSet(operations, answerOf(given)));
      expect(read instanceof DataverseError).toBe(!isDone);
      if (read instanceof DataverseError) {
        expect(read.mayHaveRun ?? (parts.length > 0 && parts.every(isRefusal))).toBe(true);
      } else {
        expect(read.map(({ id, record: row }) => id ?? row?.["accountid"])).toEqual(told);
      }
    }),
    runs(3_000),
  );
});

function attempt<Result>(run: () => Result): Result | DataverseError {
  try {
    return run();
  } catch (error) {
    if (error instanceof DataverseError) return error;
    throw error;
  }
}

const emptyPart = "Content-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n";

it.each(
  longTexts([
    `--batchresponse_1\r\n${emptyPart}`,
    "--batchresponse_1\r\n",
    "--batchresponse_1",
    "--batchresponse_1 ",
    "--batchresponse_1\r\n\r\n\r\n",
    "\r\n",
    "a: b\r\n",
    "a\r\n ",
    " \t",
  ]),
)("reads half a megabyte of %s in one pass", (_piece, text) => {
  expect(elapsedMs(() => readBatch(text, contentType))).toBeLessThan(longestMs);
  expect(elapsedMs(() => readBatch(`--batchresponse_1\r\n${text}`, contentType))).toBeLessThan(longestMs);
  expect(elapsedMs(() => readBatch(`--batchresponse_1\r\n\r\nHTTP/1.1 200 ${text}`, contentType))).toBeLessThan(
    longestMs,
  );
});

it.each(longTexts([";", '; a="', "; a ", ';a="\\"', "=", "; boundary=", "\\"]))(
  "reads a header of half a megabyte of %s in one pass",
  (_piece, header) => {
    expect(elapsedMs(() => readBatch("", `multipart/mixed${header}`))).toBeLessThan(longestMs);
    const inner = `--batchresponse_1\r\nContent-Type: multipart/mixed${header}\r\n\r\n`;
    expect(elapsedMs(() => readBatch(inner, contentType))).toBeLessThan(longestMs);
  },
);
