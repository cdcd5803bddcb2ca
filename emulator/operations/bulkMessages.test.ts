import { startTestClient, type Answer, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

function bulk(message: string, targets: unknown, entitySetName = "accounts"): Promise<Answer> {
  return client.call("POST", `${entitySetName}/Microsoft.Dynamics.CRM.${message}`, { body: { Targets: targets } });
}

function account(row: object): object {
  return { "@odata.type": "Microsoft.Dynamics.CRM.account", ...row };
}

async function namesLike(prefix: string): Promise<unknown[]> {
  const url = `accounts?$select=name&$filter=startswith(name,'${prefix}')&$orderby=name`;
  const { value } = (await client.get(url)) as { value: { name: unknown }[] };
  return value.map(({ name }) => name);
}

describe("CreateMultiple", () => {
  it("creates the rows and gives their ids in the order of the targets", async () => {
    const answer = await bulk("CreateMultiple", [account({ name: "cm 1" }), account({ name: "cm 2" })]);
    expect(answer.status).toBe(200);
    expect(answer.body?.["@odata.context"]).toBe(
      `${client.emulator.url}/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse`,
    );
    const ids = answer.body?.["Ids"] as string[];
    const names = await Promise.all(ids.map(async (id) => (await client.get(`accounts(${id})?$select=name`))["name"]));
    expect(names).toEqual(["cm 1", "cm 2"]);
  });

  it("binds lookups inside targets", async () => {
    const contact = await client.create("contacts", { lastname: "Bound" });
    const target = account({ name: "bound", "primarycontactid@odata.bind": `contacts(${contact})` });
    const { body } = await bulk("CreateMultiple", [target]);
    const [id] = body?.["Ids"] as string[];
    expect((await client.get(`accounts(${id})`))["_primarycontactid_value"]).toBe(contact);
  });

  it("takes all rows back when one is refused, with that row's error", async () => {
    const answer = await bulk("CreateMultiple", [account({ name: "back 1" }), account({ name: "x".repeat(161) })]);
    expect([answer.status, answer.code]).toEqual([400, "0x80044331"]);
    expect(await namesLike("back ")).toEqual([]);
  });
});

describe("UpdateMultiple", () => {
  it("changes the rows by their primary keys and answers 204; of a row listed twice, the first counts", async () => {
    const ids = [await client.create("accounts", { name: "um 1" }), await client.create("accounts", { name: "um 2" })];
    const answer = await bulk("UpdateMultiple", [
      account({ accountid: ids[0], name: "um first" }),
      account({ accountid: ids[1], name: "um second" }),
      account({ accountid: ids[0], name: "um third" }),
    ]);
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect(await namesLike("um ")).toEqual(["um first", "um second"]);
  });

  it("takes all changes back when a row does not exist", async () => {
    const id = await client.create("accounts", { name: "kept" });
    const answer = await bulk("UpdateMultiple", [
      account({ accountid: id, name: "kept not" }),
      account({ accountid: "00000000-0000-4000-8000-00000000dead", name: "x" }),
    ]);
    expect([answer.status, answer.code]).toEqual([404, "0x80040217"]);
    expect(await namesLike("kept")).toEqual(["kept"]);
  });

  it("does not take alternate keys", async () => {
    const answer = await bulk("UpdateMultiple", [account({ "@odata.id": "accounts(accountnumber='A')", name: "x" })]);
    expect([answer.status, answer.code]).toEqual([400, "0x80048d19"]);
  });
});

describe("UpsertMultiple", () => {
  it("updates and creates by alternate key, by id in the URL and by id in the row", async () => {
    const id = "00000000-0000-4000-8000-0000000000b1";
    const other = "00000000-0000-4000-8000-0000000000b2";
    await client.create("accounts", { name: "old", accountnumber: "UP-1" });
    const answer = await bulk("UpsertMultiple", [
      account({ "@odata.id": "accounts(accountnumber='UP-1')", name: "up 1" }),
      account({ "@odata.id": "accounts(accountnumber='UP-2')", name: "up 2" }),
      account({ "@odata.id": `accounts(${id})`, name: "up 3" }),
      account({ accountid: other, name: "up 4" }),
    ]);
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect(await namesLike("up ")).toEqual(["up 1", "up 2", "up 3", "up 4"]);
    expect((await client.get("accounts(accountnumber='UP-2')"))["name"]).toBe("up 2");
    expect((await client.get(`accounts(${id})`))["name"]).toBe("up 3");
    expect((await client.get(`accounts(${other})`))["name"]).toBe("up 4");
  });

  it("refuses the same row twice and changes nothing", async () => {
    const row = account({ "@odata.id": "accounts(accountnumber='UP-9')", name: "twice" });
    expect((await bulk("UpsertMultiple", [row, row])).status).toBe(400);
    expect(await namesLike("twice")).toEqual([]);
  });
});

it("DeleteMultiple is not there for standard tables", async () => {
  const id = await client.create("accounts", { name: "undeleted" });
  const answer = await bulk("DeleteMultiple", [account({ accountid: id })]);
  expect([answer.status, answer.message]).toEqual([400, "DeleteMultiple has not yet been implemented."]);
  expect(await namesLike("undeleted")).toEqual(["undeleted"]);
});

it.each<[string, string, unknown, string]>([
  ["a row without type", "accounts", [{ name: "a" }], "0x80048d19"],
  ["a row of another table", "accounts", [{ "@odata.type": "Microsoft.Dynamics.CRM.contact" }], "0x80040203"],
  ["no rows", "accounts", [], "0x80040203"],
  ["no list", "accounts", { name: "a" }, "0x80048d19"],
  ["what is no row", "accounts", ["a"], "0x80048d19"],
  [
    "a table without the message",
    "systemusers",
    [{ "@odata.type": "Microsoft.Dynamics.CRM.systemuser" }],
    "0x80040800",
  ],
])("CreateMultiple refuses %s", async (_what, entitySetName, targets, code) => {
  const answer = await bulk("CreateMultiple", targets, entitySetName);
  expect([answer.status, answer.code]).toEqual([400, code]);
});
