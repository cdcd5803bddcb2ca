import { type Harness, startHarness } from "../harness/startHarness";

/**
 * Batches whose response is not in the documented form, is cut off, or is followed by a failing read. Every reported
 * outcome must be true: a false success loses data, and so does a false failure.
 */
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.requests();
});
afterEach(() => harness.emulator.control.clearFaults());

type Operation = Record<string, unknown>;
type Mode = "allOrNothing" | "stopAtFirstError" | "continueOnError";

function batch<Data = unknown[]>(actions: Operation[], failureHandling: Mode) {
  return harness.run<Data>("batchEntityActions", { actions, failureHandling });
}

interface Outcomes {
  succeeded: number;
  failed: number;
  results: {
    success: boolean;
    status?: number;
    id?: string;
    error?: { message: string; code?: string; mayHaveRun?: boolean };
  }[];
}

const [idA, idB, idC] = [1, 2, 3].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`) as [
  string,
  string,
  string,
];
function create(name: string, more: Operation = {}): Operation {
  return {
    collection: "accounts",
    action: "create",
    data: { name },
    ...more,
  };
}
const update: Operation = { collection: "accounts", action: "update", key: idA, data: { fax: "1" } };
const upsert: Operation = { collection: "accounts", action: "upsert", key: idA, data: { fax: "1" } };
const remove: Operation = { collection: "accounts", action: "delete", key: idA };
const returned = { returnRepresentation: true };

/** A part's lines, from the status line on. */
type Part = string[];
function made(id: string): Part {
  return ["HTTP/1.1 204 No Content", `OData-EntityId: ${harness.emulator.url}/api/data/v9.2/accounts(${id})`];
}
function bare(status: number): Part {
  return [`HTTP/1.1 ${status} Said`];
}
function json(status: number, body: unknown): Part {
  return [
    `HTTP/1.1 ${status} Said`,
    "Content-Type: application/json; odata.metadata=minimal",
    "",
    JSON.stringify(body),
  ];
}
const refused = json(404, { error: { code: "0x80040217", message: "Does Not Exist" } });
const boom = json(200, { error: { code: "0x1", message: "Boom" } });
const page: Part = ["HTTP/1.1 200 OK", "Content-Type: text/html", "", "<html><body>Sign in</body></html>"];
const noMessage: Part = ["<html>"];

interface Form {
  isWhole?: boolean;
  contentIds?: (string | undefined)[];
}

/** The next batch gets these parts, and none of its work is done. */
async function answerWith(mode: Mode, parts: Part[], { isWhole = true, contentIds = [] }: Form = {}): Promise<void> {
  const written = (boundary: string, heads: Part[]) => [
    ...parts.flatMap((part, index) => [`--${boundary}`, ...(heads[index] ?? []), "", ...part, "", ""]),
    ...(isWhole ? [`--${boundary}--`] : []),
  ];
  const heads = parts.map((_, index) => {
    const contentId = contentIds[index];
    return ["Content-Type: application/http", ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`])];
  });
  const lines =
    mode === "allOrNothing"
      ? ["--b", "Content-Type: multipart/mixed; boundary=c", "", ...written("c", heads), ...(isWhole ? ["--b--"] : [])]
      : written("b", heads);
  const body = [...lines, ""].join("\r\n");
  const fault = { kind: "body" as const, status: 200, contentType: "multipart/mixed; boundary=b", body };
  await harness.emulator.control.addFaults([{ match: { path: "\\$batch" }, fault }]);
}

function text(words: string) {
  return expect.stringContaining(words) as string;
}
const unknownOutcome = "It is unknown whether Dataverse carried the request out.";
const unknown = { success: false, error: { message: text("Unknown outcome"), mayHaveRun: true } };

describe("a part that is not documented for its operation is not a success", () => {
  const record = { "@odata.etag": 'W/"1"', accountid: idA, name: "Larch" };
  const cases: [string, Operation, () => Part, string][] = [
    ["a create that names no record", create("x"), () => bare(204), "OData-EntityId"],
    ["a create that names its table only", create("x"), () => [...bare(204), "OData-EntityId: accounts"], "OData-Ent"],
    ["an error under 200, of a create", create("x"), () => boom, "failed: Boom (HTTP 200, code 0x1"],
    ["an error under 200, of an update", update, () => boom, "failed: Boom (HTTP 200, code 0x1"],
    ["an error under 200, of an upsert", upsert, () => boom, "failed: Boom (HTTP 200, code 0x1"],
    ["an error under 200, of a delete", remove, () => boom, "failed: Boom (HTTP 200, code 0x1"],
    ["an error under 201", create("x", returned), () => json(201, { error: { message: "Boom" } }), "failed: Boom"],
    ["a redirect of a create", create("x"), () => [...bare(302), "Location: /"], "does not confirm"],
    ["a redirect of a delete", remove, () => bare(302), "does not confirm"],
    ["a delete that is accepted only", remove, () => bare(202), "does not confirm"],
    ["an update that is accepted only", update, () => bare(202), "does not confirm"],
    ["an empty 200", update, () => bare(200), "does not confirm"],
    ["a web page", create("x"), () => page, "does not confirm"],
    ["a web page for a record", create("x", returned), () => ["HTTP/1.1 201 Created", ...page.slice(1)], "not JSON"],
    ["a record that nobody asked for", create("x"), () => json(201, record), "does not confirm"],
    ["no record", create("x", returned), () => made(idA), "the record is missing"],
    ["a created record under 200", create("x", returned), () => json(200, record), "the record is missing"],
    ["an updated record under 201", { ...update, ...returned }, () => json(201, record), "the record is missing"],
    ["an empty object", create("x", returned), () => json(201, {}), "the record is missing"],
    ["a list", create("x", returned), () => json(201, [record]), "the record is missing"],
    ["null", { ...update, ...returned }, () => json(200, null), "the record is missing"],
    ["a text", { ...upsert, ...returned }, () => json(200, "Larch"), "the record is missing"],
    ["another record", { ...update, ...returned }, () => json(200, { ...record, accountid: idB }), "is missing"],
    ["the name of another record", upsert, () => made(idB), "names another record"],
    ["a status beyond HTTP", remove, () => bare(999), "does not confirm"],
    ["no HTTP message", update, () => noMessage, "is not an HTTP message"],
  ];

  it.each(cases)("%s", async (_case, operation, part, problem) => {
    await answerWith("allOrNothing", [part()], { contentIds: ["1"] });
    await expect(batch([operation], "allOrNothing")).rejects.toMatchObject({
      name: "DataverseError",
      message: text(problem),
      mayHaveRun: true,
    });
    for (const mode of ["stopAtFirstError", "continueOnError"] as const) {
      await answerWith(mode, [part()]);
      const outcomes = await batch<Outcomes>([operation], mode);
      expect(outcomes).toMatchObject({ succeeded: 0, failed: 1, results: [{ success: false }] });
      expect(outcomes.results[0]?.error?.message).toContain(problem);
      expect(outcomes.results[0]?.error).toMatchObject({ mayHaveRun: true, message: text(unknownOutcome) });
    }
    expect(await harness.requests()).toEqual(Array(3).fill("POST $batch -> 200"));
  });

  it("of a change set, which names the operation and says that its outcome is unknown", async () => {
    await answerWith("allOrNothing", [made(idA), page], { contentIds: ["1", "2"] });
    await expect(batch([create("a"), create("b")], "allOrNothing")).rejects.toThrow(
      /^Batch operation at index 1 \(create accounts\) returned an unexpected response.*It is unknown whether/,
    );
  });
});

describe("an answer whose parts do not fit the operations", () => {
  const creates = [create("a"), create("b"), create("c")];

  it.each(["stopAtFirstError", "continueOnError"] as const)(
    "keeps the place of a part that cannot be read: %s",
    async (mode) => {
      await answerWith(mode, [made(idA), noMessage, made(idC)]);
      expect(await batch(creates, mode)).toMatchObject({
        succeeded: 2,
        failed: 1,
        results: [
          { success: true, id: idA },
          { success: false, error: { message: text(unknownOutcome), mayHaveRun: true } },
          { success: true, id: idC },
        ],
      });
    },
  );

  it.each<[string, Mode, () => Part[]]>([
    ["a part is missing", "stopAtFirstError", () => [made(idA), made(idC)]],
    ["a part is missing", "continueOnError", () => [made(idA), made(idC)]],
    ["a part is missing beside a failure", "continueOnError", () => [made(idA), refused]],
    ["it goes on behind a failure", "stopAtFirstError", () => [refused, made(idC)]],
    ["it continues after an error without a body", "stopAtFirstError", () => [bare(500), refused]],
    ["there are more parts than operations", "stopAtFirstError", () => [idA, idB, idC, idA].map(made)],
    ["there are more parts than operations", "continueOnError", () => [idA, idB, idC, idA].map(made)],
    ["there is none", "continueOnError", () => []],
  ])("leaves every outcome unknown where %s: %s", async (_case, mode, parts) => {
    await answerWith(mode, parts());
    const outcomes = await batch<Outcomes>(creates, mode);
    expect(outcomes).toMatchObject({ succeeded: 0, failed: 3, results: [unknown, unknown, unknown] });
    expect(outcomes.results[0]?.error?.message).toContain(`the response has ${parts().length} parts for 3 operations`);
  });

  it("leaves every outcome unknown where independent operations are answered by a change set", async () => {
    await answerWith("allOrNothing", [made(idA), made(idB), made(idC)]);
    expect(await batch(creates, "continueOnError")).toMatchObject({ results: [unknown, unknown, unknown] });
  });

  it.each(["stopAtFirstError", "continueOnError"] as const)(
    "is sure of the parts before it breaks off, and of no others: %s",
    async (mode) => {
      await answerWith(mode, [made(idA), made(idB)], { isWhole: false });
      expect(await batch(creates, mode)).toMatchObject({
        results: [{ success: true, id: idA }, { success: true, id: idB }, unknown],
      });
      await answerWith(mode, [noMessage, made(idB)], { isWhole: false });
      expect(await batch(creates, mode)).toMatchObject({ results: [{ success: false }, unknown, unknown] });
    },
  );

  it("that ends with a failure says what was not run, when Dataverse stops there", async () => {
    await answerWith("stopAtFirstError", [made(idA), refused]);
    const outcomes = await batch<Outcomes>(creates, "stopAtFirstError");
    expect(outcomes.results[2]?.error).toEqual({ message: "Not run, because the operation at index 1 failed." });
    await answerWith("stopAtFirstError", [noMessage, refused]);
    expect(await batch(creates, "stopAtFirstError")).toMatchObject({
      results: [{ success: false, error: { message: text(unknownOutcome) } }, unknown, unknown],
    });
  });

  it.each<[string, () => Part[], Form, string]>([
    ["too few parts", () => [made(idA)], {}, "it has 1 parts for 3 operations"],
    ["too many", () => [idA, idB, idC, idA].map(made), {}, "it has 4 parts for 3 operations"],
    ["no end", () => [idA, idB, idC].map(made), { isWhole: false }, "breaks off"],
    ["other content ids", () => [idA, idB, idC].map(made), { contentIds: ["1", "2", "7"] }, "other content ids"],
    ["one content id twice", () => [idA, idB, idC].map(made), { contentIds: ["1", "2", "2"] }, "other content ids"],
    ["a refusal beside successes", () => [made(idA), refused, made(idC)], {}, "Does Not Exist"],
    ["one error under 200", () => [boom], {}, "Boom"],
  ])("of a change set leaves everything unknown: %s", async (_case, parts, form, problem) => {
    await answerWith("allOrNothing", parts(), form);
    const error = await batch(creates, "allOrNothing").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "DataverseError", mayHaveRun: true, message: text(problem) });
    expect(error).toMatchObject({ message: text(unknownOutcome) });
  });

  it("of a change set is read by content id, and by place where there is none", async () => {
    await answerWith("allOrNothing", [made(idC), made(idA), made(idB)], { contentIds: ["3", "1", "2"] });
    expect(await batch(creates, "allOrNothing")).toEqual([idA, idB, idC]);
    await answerWith("allOrNothing", [made(idA), made(idB), made(idC)]);
    expect(await batch(creates, "allOrNothing")).toEqual([idA, idB, idC]);
  });

  it("sends nothing again that may have run", async () => {
    await harness.freshConnection();
    const noTable = json(404, { error: { code: "0x8006088a", message: "Resource not found for the segment 'x'." } });
    await answerWith("allOrNothing", [noTable, made(idA)]);
    await expect(batch([create("a"), create("b")], "allOrNothing")).rejects.toMatchObject({ mayHaveRun: true });
    await answerWith("stopAtFirstError", [noTable, made(idA)]);
    expect(await batch([create("a"), create("b")], "stopAtFirstError")).toMatchObject({ succeeded: 1, failed: 1 });
    expect(await harness.requests()).toEqual(Array(2).fill("POST $batch -> 200"));
  });
});

describe("what is done stays done when nothing more can be read", () => {
  const down = { kind: "status" as const, status: 500, code: "0x80040216", message: "An unexpected error occurred." };
  const noReads = (fault: typeof down | { kind: "expire-token" } = down) =>
    harness.emulator.control.addFaults([{ match: { method: "GET" }, times: 99, fault }]);
  const guid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;
  const parent = { "parentaccountid@odata.bind": null };

  it.each<[string, string, Operation]>([
    ["a text", "accountnumber='D-1'", { name: "Keyed" }],
    ["lookups alone", "accountnumber='D-2'", parent],
    ["a text that looks like an id", "accountnumber='D-4'", { name: idB }],
  ])("an upsert by alternate key returns the record's ID: %s", async (_case, key, data) => {
    await harness.freshConnection();
    await noReads();
    const operations = [create("With"), { collection: "accounts", action: "upsert", key, data }];
    const [, id] = await batch(operations, "allOrNothing");
    expect(id).toEqual(guid);
    const outcomes = await batch<Outcomes>(operations, "continueOnError");
    expect(outcomes).toMatchObject({ succeeded: 2, failed: 0, results: [{ id: guid }, { id }] });
    expect(await harness.requests()).toEqual(Array(2).fill("POST $batch -> 200"));
  });

  it("an alternate key that looks like an id is not taken for the id", async () => {
    const keyed = json(200, { "@odata.etag": 'W/"1"', accountnumber: idB, accountid: idA, ownerid: idA });
    const operation = { ...upsert, key: `accountnumber='${idB}'` };
    await answerWith("continueOnError", [keyed]);
    expect(await batch([operation], "continueOnError")).toMatchObject({ results: [{ success: true, id: idA }] });
    await answerWith("allOrNothing", [keyed]);
    expect(await batch([operation], "allOrNothing")).toEqual([idA]);
  });

  it.each<[string, Parameters<typeof noReads>[0]]>([
    ["an error", down],
    ["an expired token", { kind: "expire-token" }],
  ])("reports the ID or key of a record that cannot be read after the batch: %s", async (_case, fault) => {
    await harness.freshConnection();
    await noReads(fault);
    const key = "accountnumber='D-3'";
    const bound = { lastname: "Bound", "parentcustomerid_account@odata.bind": "$2" };
    const operations = [
      create("Referred", { contentId: "1", ...returned }),
      { collection: "accounts", action: "upsert", key, contentId: "2", data: { name: "Keyed" } },
      { collection: "contacts", action: "create", data: bound },
      { collection: "accounts", action: "update", key: "$1", data: { fax: "after" } },
    ];
    const results = await batch(operations, "allOrNothing");
    expect(results).toEqual([guid, key, guid, true]);
  });

  it("a table's name that cannot be looked up is the failure of its own operations", async () => {
    await harness.freshConnection();
    await noReads();
    const operations = [create("First"), create("Second", { collection: "account" }), create("Third")];
    const outcomes = await batch<Outcomes>(operations, "stopAtFirstError");
    expect(outcomes).toMatchObject({
      succeeded: 1,
      failed: 2,
      results: [{ success: true, id: guid }, { success: false, error: { code: "0x8006088a" } }, { success: false }],
    });
  });

  it("a token that expires between two batches is the failure of the second", async () => {
    await harness.freshConnection();
    const fault = { kind: "expire-token" as const };
    await harness.emulator.control.addFaults([{ match: { path: "\\$batch" }, after: 1, fault }]);
    const operations = Array.from({ length: 1001 }, () => create("Expired"));
    const outcomes = await batch<Outcomes>(operations, "continueOnError");
    expect(outcomes).toMatchObject({ succeeded: 1000, failed: 1 });
    expect(outcomes.results[1000]?.error?.message).toContain("HTTP 401");
    await harness.freshConnection();
  });
});

describe("an unknown outcome says what makes the step safe to repeat", () => {
  const instead = "Use upsert with a key instead of create to make the step safe to run again.";
  it.each<[string, Operation[], string]>([
    ["creates", [create("L")], instead],
    ["creates whose id is chosen", [create("L", { key: idA })], instead],
    ["deletes", [remove], "Check the records before running the step again."],
    ["creates and deletes", [create("L"), remove], "use upsert with a key instead of create to avoid duplicates."],
  ])("%s", async (_case, operations, hint) => {
    for (const mode of ["allOrNothing", "continueOnError"] as const) {
      await harness.emulator.control.addFaults([{ match: { path: "\\$batch" }, fault: { kind: "reset" } }]);
      const error = await batch(operations, mode).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ mayHaveRun: true, message: text(`${unknownOutcome} `) });
      expect(error).toMatchObject({ message: text(hint) });
    }
  });

  it("an update whose answer cannot be read", async () => {
    await answerWith("continueOnError", [page]);
    const outcomes = await batch<Outcomes>([update], "continueOnError");
    expect(outcomes.results[0]?.error?.message).toContain(`${unknownOutcome} It is safe to run again.`);
  });
});
