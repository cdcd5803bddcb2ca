import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attributes, type Hooks, startHooks, target } from "../testing/hooks";

interface Job {
  asyncoperationid: string;
  statecode: number;
  statuscode: number;
  errorcode: number | null;
  message: string | null;
  friendlymessage: string | null;
}

let hooks: Hooks;
beforeAll(async () => {
  hooks = await startHooks({ webhookTimeoutMs: 300 });
});
afterAll(() => hooks.close());
afterEach(() => hooks.clear());

function createAccount(body: object = { name: "A" }): Promise<string> {
  return hooks.client.create("accounts", body);
}

async function jobsOf(step: string): Promise<Job[]> {
  await hooks.settled();
  const jobs = await hooks.client.get(`asyncoperations?$filter=_owningextensionid_value eq ${step}`);
  return jobs["value"] as Job[];
}

function setting(name: string, value: string): string {
  return `<setting name="${name}" value="${value}" />`;
}

describe("a post", () => {
  it.each<[string, object, string, Record<string, string>]>([
    ["a webhook key", { authtype: 4, authvalue: "s3 c/ret" }, "/hook?code=s3%20c%2Fret", {}],
    [
      "query parameters",
      { authtype: 6, authvalue: `<settings>${setting("a", "1 &amp; 2")}${setting("b", "3")}</settings>` },
      "/hook?a=1%20%26%202&b=3",
      {},
    ],
    [
      "headers",
      { authtype: 5, authvalue: `<settings>${setting("x-hook-key", "s3cret")}</settings>` },
      "/hook",
      { "x-hook-key": "s3cret" },
    ],
    ["no settings", { authtype: 5, authvalue: "<settings></settings>" }, "/hook", {}],
  ])("carries %s", async (_what, endpoint, url, headers) => {
    await hooks.register({ message: "Create", endpoint });
    await createAccount();
    const [post] = await hooks.settled();
    expect(post?.url).toBe(url);
    expect(post?.headers).toMatchObject({
      "content-type": "application/json",
      "x-ms-dynamics-organization": new URL(hooks.client.emulator.url).host,
      "x-ms-dynamics-entity-name": "account",
      "x-ms-dynamics-request-name": "Create",
      "x-ms-correlation-request-id": post?.body["CorrelationId"],
      ...headers,
    });
    expect(post?.headers).not.toHaveProperty("x-ms-dynamics-msg-size-exceeded");
  });

  it("keeps the query of the registered URL", async () => {
    await hooks.register({ message: "Create", endpoint: { url: `${hooks.receiver.url}/in?tenant=7&x=%2F` } });
    await createAccount();
    expect((await hooks.settled())[0]?.url).toBe("/in?tenant=7&x=%2F&code=key");
  });

  it("of more than 256 KB leaves out what makes it large, and says so", async () => {
    await hooks.register({ message: "Create", table: "annotation" });
    const account = await createAccount();
    const note = { "objectid_account@odata.bind": `/accounts(${account})`, subject: "large" };
    await hooks.client.create("annotations", { ...note, notetext: "x".repeat(90_000) });
    await hooks.client.create("annotations", { ...note, documentbody: "QUJD".repeat(70_000), filename: "f.txt" });
    const [small, large] = await hooks.settled();
    expect(attributes(target(small))["notetext"]).toHaveLength(90_000);
    expect(large?.headers["x-ms-dynamics-msg-size-exceeded"]).toBe("true");
    for (const member of ["InputParameters", "ParentContext", "PreEntityImages", "PostEntityImages"]) {
      expect(large?.body).not.toHaveProperty(member);
    }
    expect(large?.body).toMatchObject({ MessageName: "Create", PrimaryEntityName: "annotation" });
    expect(large?.text).toContain("\\/Date(");
  });
});

it("never shows the authentication value", async () => {
  const { endpoint } = await hooks.register();
  const row = await hooks.client.get(`serviceendpoints(${endpoint})`);
  expect(row).toMatchObject({ isauthvalueset: true, authtype: 4, contract: 8 });
  expect(JSON.stringify(row)).not.toContain('"key"');
  expect((await hooks.client.get(`serviceendpoints(${endpoint})?$select=authvalue`))["authvalue"] ?? null).toBeNull();
});

describe("the system job", () => {
  it.each<[string, (number | "silence")[], number, number, string | null]>([
    ["a 200", [200], 1, 30, null],
    ["a 204", [204], 1, 30, null],
    ["a 503, then a 200", [503, 200], 2, 30, null],
    ["two 502", [502, 502], 2, 31, "0x80050201"],
    ["a 504, then a 500", [504, 500], 2, 31, "0x80050201"],
    ["a 500", [500], 1, 31, "0x80050201"],
    ["a 429", [429], 1, 31, "0x80050201"],
    ["a redirect", [302], 1, 31, "0x80050201"],
    ["no answer in time", ["silence"], 1, 31, "0x80050202"],
  ])("after %s ends as documented", async (_what, answers, posts, statuscode, code) => {
    const { step } = await hooks.register({ message: "Create" });
    hooks.receiver.answers = answers;
    await createAccount();
    const [job] = await jobsOf(step);
    expect(job).toMatchObject({ statecode: 3, statuscode });
    expect(job?.errorcode ?? null).toBe(code === null ? null : Number(code) | 0);
    expect(job?.message?.slice(0, 10) ?? null).toBe(code);
    expect(hooks.receiver.posts).toHaveLength(posts);
  });

  it.each<[string, object, string, RegExp]>([
    ["another machine", { url: "https://receiver.example/hook" }, "0x80050205", /this machine only/],
    ["a closed port", { url: "http://127.0.0.1:9/hook" }, "0x80050205", /could not be reached/],
    ["settings that are no XML", { authtype: 5, authvalue: "secret" }, "0x80050203", /cannot be sent/],
    ["query settings that are no XML", { authtype: 6, authvalue: "<settings>" }, "0x80050204", /cannot be sent/],
    [
      "a header that HTTP cannot carry",
      { authtype: 5, authvalue: `<settings>${setting("a b", "c")}</settings>` },
      "0x80050203",
      /cannot be sent/,
    ],
  ])("for %s fails and says why", async (_what, endpoint, code, text) => {
    const { step } = await hooks.register({ message: "Create", endpoint });
    await createAccount();
    const [job] = await jobsOf(step);
    expect(job).toMatchObject({ statuscode: 31, errorcode: Number(code) | 0 });
    expect(job?.friendlymessage).toMatch(text);
    expect(hooks.receiver.posts).toEqual([]);
  });

  it("is deleted on success when the step says so, and kept on failure", async () => {
    const { step } = await hooks.register({ message: "Create", step: { asyncautodelete: true } });
    hooks.receiver.answers = [200, 500];
    await createAccount();
    await createAccount();
    expect((await jobsOf(step)).map((job) => job.statuscode)).toEqual([31]);
  });

  it("is sent again when it is set to ready", async () => {
    const { step } = await hooks.register({ message: "Create" });
    hooks.receiver.answers = [500];
    await createAccount();
    const [job] = await jobsOf(step);
    const path = `asyncoperations(${job?.asyncoperationid ?? ""})`;
    await hooks.client.call("PATCH", path, { body: { statecode: 0, statuscode: 0 } });
    expect(await jobsOf(step)).toMatchObject([{ statuscode: 30, errorcode: null }]);
    const [first, second] = hooks.receiver.posts;
    expect(second?.text).toBe(first?.text);
  });

  it("is found as Microsoft's page finds failed ones", async () => {
    const { step } = await hooks.register({ message: "Create" });
    hooks.receiver.answers = [500];
    await createAccount();
    await hooks.settled();
    const query = `$orderby=completedon desc&$filter=statuscode eq 31 and _owningextensionid_value eq @stepid&$select=name,friendlymessage,errorcode,message,completedon&@stepid=${step}`;
    expect((await hooks.client.get(`asyncoperations?${query}`))["value"]).toMatchObject([
      { name: "Create of account" },
    ]);
  });
});

it("settles over HTTP as well", async () => {
  await hooks.register({ message: "Create" });
  await createAccount();
  const answer = await fetch(`${hooks.client.emulator.url}/_emulator/v1/settle`, { method: "POST" });
  expect(answer.status).toBe(204);
  expect(hooks.receiver.posts).toHaveLength(1);
});

it("jobs that are running when the emulator stops are sent when the file is opened again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "webhooks-"));
  const file = join(folder, "organization.db");
  const before = await startHooks({ file });
  await before.register({ message: "Create" });
  before.receiver.answers = ["silence"];
  await before.client.create("accounts", { name: "first" });
  await before.client.create("accounts", { name: "second" });
  await before.client.emulator.close();
  const firstPosts = before.receiver.posts.splice(0).length;
  const after = await startHooks({ file });
  await after.settled();
  const sent = before.receiver.posts.map((post) => attributes(target(post))["name"]);
  expect([firstPosts <= 1, sent]).toEqual([true, ["first", "second"]]);
  await after.close();
  await before.receiver.close();
  rmSync(folder, { recursive: true });
});
