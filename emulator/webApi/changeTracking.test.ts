import { startTestClient, type TestClient } from "../testing/client";

const track = { Prefer: "odata.track-changes" };
let now = new Date("2026-08-22T09:30:05Z");
let client: TestClient;
beforeAll(async () => {
  client = await startTestClient({ now: () => now });
});
afterAll(() => client.emulator.close());
const call: TestClient["call"] = (...given) => client.call(...given);
const create: TestClient["create"] = (...given) => client.create(...given);

interface Entry {
  "@odata.context"?: string;
  id?: string;
  reason?: string;
  [column: string]: unknown;
}

async function read(path: string, headers: Record<string, string> = {}) {
  const { status, body, text, headers: received } = await call("GET", path, { headers });
  if (status !== 200 || !body) throw new Error(`${path}: ${status} ${text}`);
  return {
    context: String(body["@odata.context"]),
    value: body["value"] as Entry[],
    deltaLink: body["@odata.deltaLink"] as string | undefined,
    nextLink: body["@odata.nextLink"] as string | undefined,
    applied: received.get("preference-applied"),
  };
}

/** All pages, and the delta link of the last one. */
async function readAll(path: string, headers: Record<string, string> = {}) {
  const value: Entry[] = [];
  for (let link: string | undefined = path; ;) {
    const page = await read(link, headers);
    value.push(...page.value);
    if (page.deltaLink !== undefined) return { value, deltaLink: page.deltaLink };
    link = page.nextLink;
    if (link === undefined) throw new Error("neither a next link nor a delta link");
  }
}

function names(entries: Entry[]) {
  return entries.map(({ name, id }) => name ?? id);
}

it("returns all rows and a delta link when changes are tracked", async () => {
  const { value, deltaLink, applied } = await read("accounts?$select=name", track);
  expect(value.length).toBeGreaterThan(0);
  expect(applied).toBe("odata.track-changes");
  expect(deltaLink).toMatch(/\/accounts\?\$select=name&\$deltatoken=\d+%2108%2f22%2f2026%2009%3a30%3a05$/);
});

it("returns changed rows by row version and then deleted ones, each row once", async () => {
  const { deltaLink } = await read("accounts?$select=name", track);
  const kept = await create("accounts", { name: "Kept" });
  const gone = await create("accounts", { name: "Gone" });
  await create("accounts", { name: "Last" });
  await call("PATCH", `accounts(${kept})`, { body: { name: "Kept, changed" } });
  await call("DELETE", `accounts(${gone})`);
  const delta = await read(String(deltaLink));
  expect(delta.context).toMatch(/\$metadata#accounts\(name\)\/\$delta$/);
  expect(names(delta.value)).toEqual(["Last", "Kept, changed", gone]);
  expect(delta.value.at(-1)).toEqual({
    "@odata.context": expect.stringMatching(/\$metadata#accounts\/\$deletedEntity$/) as string,
    id: gone,
    reason: "deleted",
  });
  const next = await read(String(delta.deltaLink));
  expect(next.value).toEqual([]);
});

it("reports the children that a delete also removes", async () => {
  const account = await create("accounts", { name: "Parent" });
  const task = await create("tasks", {
    subject: "Child",
    "regardingobjectid_account_task@odata.bind": `accounts(${account})`,
  });
  const { deltaLink } = await read("tasks?$select=subject", track);
  await call("DELETE", `accounts(${account})`);
  const delta = await read(String(deltaLink));
  expect(delta.value).toEqual([expect.objectContaining({ id: task, reason: "deleted" })]);
});

it("pages a tracked read and a delta, with the delta link on the last page only", async () => {
  const prefer = { Prefer: "odata.track-changes,odata.maxpagesize=3" };
  const first = await read("accounts?$select=name", prefer);
  expect(first.value).toHaveLength(3);
  expect(first.deltaLink).toBeUndefined();
  const { value, deltaLink } = await readAll("accounts?$select=name", prefer);
  const whole = await readAll("accounts?$select=name", track);
  expect(new Set(names(value))).toEqual(new Set(names(whole.value)));
  const ids: string[] = [];
  for (let index = 0; index < 7; index++) ids.push(await create("accounts", { name: `Page ${index}` }));
  for (const id of ids.slice(0, 5)) await call("DELETE", `accounts(${id})`);
  const delta = await readAll(deltaLink, { Prefer: "odata.maxpagesize=3" });
  expect(names(delta.value)).toEqual(["Page 5", "Page 6", ...ids.slice(0, 5)]);
});

it("returns a row that changes while a read is paged in the next delta", async () => {
  const prefer = { Prefer: "odata.track-changes,odata.maxpagesize=3" };
  const first = await read("accounts?$select=name", prefer);
  const id = String(first.value[0]?.["accountid"]);
  await call("PATCH", `accounts(${id})`, { body: { name: "Changed between pages" } });
  const { deltaLink } = await readAll(String(first.nextLink), prefer);
  expect(names((await read(deltaLink)).value)).toContain("Changed between pages");
});

it("counts the changes since a token", async () => {
  const { deltaLink } = await read("accounts?$select=name", track);
  const id = await create("accounts", { name: "Counted" });
  await create("accounts", { name: "Counted, too" });
  await call("DELETE", `accounts(${id})`);
  const token = String(deltaLink).split("$deltatoken=")[1];
  expect((await call("GET", `accounts/$count?$deltatoken=${token}`)).text.replace("\uFEFF", "")).toBe("2");
});

it.each(["filter=name eq 'x'", "orderby=name", "expand=primarycontactid", "top=3"])(
  "rejects $%s in a tracked read",
  async (option) => {
    const { status, message } = await call("GET", `accounts?$${option}`, { headers: track });
    const name = option.split("=")[0];
    expect({ status, message }).toEqual({
      status: 400,
      message: `The "$${name}" query parameter isn't supported when Change Tracking is enabled.`,
    });
  },
);

it("rejects a table for which change tracking is switched off", async () => {
  const { code, message } = await call("GET", "solutions?$select=uniquename", { headers: track });
  expect({ code, message }).toEqual({
    code: "0x80072491",
    message: "Entity solution isn't enabled for change tracking.",
  });
});

it("rejects a token that is older than deletes are kept, and one that it never issued", async () => {
  const { deltaLink } = await read("accounts?$select=name", track);
  now = new Date(now.getTime() + 31 * 24 * 60 * 60_000);
  const token = await client.emulator.connection.token();
  expect((await call("GET", String(deltaLink), { token })).code).toBe("0x80044352");
  const foreign = "accounts?$select=name&$deltatoken=999999999%2109%2f22%2f2026%2009%3a30%3a05";
  expect((await call("GET", foreign, { token })).code).toBe("0x80044352");
});
