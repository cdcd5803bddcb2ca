import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { testOrganization, type TestOrganization } from "../testing/batch";

const vectors = join(__dirname, "../../../shared/vectors");
const available = existsSync(vectors);
const suite = available ? describe : describe.skip;

it("finds the published messages where they are required", () => {
  expect(available || process.env["CI"] === undefined).toBe(true);
});

function read(name: string): Buffer {
  return readFileSync(join(vectors, name));
}

/** Published messages are kept with LF and a placeholder host; on the wire lines end in CRLF. */
function published(name: string): { headers: Record<string, string>; body: string } {
  const text = read(`wire-v9.2/${name}`)
    .toString("utf8")
    .replaceAll("[Organization Uri]", "https://demo.crm.dynamics.com");
  const [head = "", body = ""] = text.split(/\n\n(.*)/s);
  const headers = head.split("\n").slice(1);
  return {
    headers: Object.fromEntries(
      headers.map((line) => [line.split(": ")[0]?.toLowerCase() ?? "", line.split(": ")[1] ?? ""]),
    ),
    body: body.replaceAll("\n", "\r\n"),
  };
}

/** Answers the given ids one after the other. */
function sequence(ids: string[]): () => string {
  const left = [...ids];
  return () => left.shift() ?? "no id left";
}

suite("batches composed from the documented rules", () => {
  const ids = { request: "6f0f7c52-1111-4222-8333-944444444444", batch: "0c9e", changeSet: "5d2b" };
  const rowIds = ["11111111-2222-4333-8444-555555555501", "11111111-2222-4333-8444-555555555502"];

  it("answers a change set and a query byte for byte", () => {
    const organization = testOrganization({
      nextVersion: 5_001,
      newId: sequence(rowIds),
      newMessageId: (of) => ids[of],
    });
    const answer = organization.batch(read("batch/batch-request.bin"), {
      "content-type": 'multipart/mixed; boundary="batch_7f1c"',
    });
    expect(answer.contentType).toBe("multipart/mixed; boundary=batchresponse_0c9e");
    expect(answer.text).toBe(read("batch/batch-response.bin").toString("utf8"));
    expect(answer.status).toBe(200);
  });

  it("answers a failed change set byte for byte and leaves nothing of it", () => {
    const organization = testOrganization({ newMessageId: (of) => ids[of] });
    const body = read("batch/batch-request.bin").toString("utf8").replace("Okafor", "x".repeat(51));
    const answer = organization.batch(body, { "content-type": "multipart/mixed; boundary=batch_7f1c" });
    expect(answer.text.replace(/"message":"[^"]*"/, '"message":"<validation text>"')).toBe(
      read("batch/batch-changeset-failure.bin").toString("utf8"),
    );
    expect(answer.status).toBe(400);
    expect(organization.accountNames()).toEqual([]);
  });
});

suite("Microsoft's published batches", () => {
  const known = "00000000-0000-0000-0000-000000000001";

  function withAccount(): TestOrganization {
    const organization = testOrganization({ nextVersion: 77_180_900 });
    organization.send("PATCH", `accounts(${known})`, { name: "known" });
    return organization;
  }

  it.each<[string, string, RegExp[]]>([
    ["requests of their own", "batch-01-plain", []],
    ["a change set", "batch-02-changeset", [/Content-ID: \d/g]],
  ])("with %s are answered as published, but for ids, versions and layout of the JSON", (_what, name, also) => {
    const request = published(`${name}.request.http`);
    const expected = published(`${name}.response.http`);
    const answer = withAccount().batch(request.body, request.headers);
    expect([answer.status, shapeOf(answer.text)]).toEqual([200, shapeOf(expected.body)]);
    for (const pattern of also) expect(answer.text.match(pattern)).toEqual(expected.body.match(pattern));
    const { value } = JSON.parse(/\{"@odata.*\}/.exec(answer.text)?.[0] ?? "{}") as { value: { subject: string }[] };
    expect(value.map(({ subject }) => subject)).toEqual(["Task 1 in batch", "Task 2 in batch", "Task 3 in batch"]);
  });

  it("stop on an error as published", () => {
    const { body, headers } = published("batch-01-plain.request.http");
    const answer = withAccount().batch(body.replace("Task 1 in batch", "x".repeat(201)), headers);
    const expected = published("batch-04-stops-on-error.response.http").body;
    expect([answer.status, shapeOf(answer.text)]).toEqual([400, shapeOf(expected)]);
  });

  /** Ids, versions, texts and JSON blanked out; everything else to the byte. */
  function shapeOf(text: string): string {
    return text
      .replace(/\r\n\{[^]*?\}(?=\r\n--)/g, "\r\n{}")
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>");
  }
});
