import { startTestClient, type Answer, type TestClient } from "../../../testing/client";
import { column, label, table } from "../../../testing/definitions";

const part = "EntityDefinitions(LogicalName='new_part')";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
beforeEach(() =>
  client.call("POST", "EntityDefinitions", {
    body: table("new_Part", {
      Attributes: [
        column("String", "new_Code", { MaxLength: 20 }),
        column("Integer", "new_Size"),
        column("Memo", "new_Text"),
      ],
    }),
  }),
);
afterEach(() => client.call("DELETE", part));
afterAll(() => client.emulator.close());

function add(SchemaName: string, KeyAttributes: string[], more = {}): Promise<Answer> {
  return client.call("POST", `${part}/Keys`, { body: { SchemaName, KeyAttributes, ...more } });
}
async function keys(): Promise<unknown> {
  return (await client.get(`${part}/Keys`))["value"];
}

describe("a new alternate key", () => {
  it("is active at once, and names rows in URLs, upserts and bindings", async () => {
    const answer = await add("new_ByCode", ["new_code", "new_size"], { DisplayName: label("By Code") });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("OData-EntityId")).toContain(`/${part}/Keys(`);
    expect(await keys()).toMatchObject([
      {
        LogicalName: "new_bycode",
        SchemaName: "new_ByCode",
        KeyAttributes: ["new_code", "new_size"],
        EntityKeyIndexStatus: "Active",
        EntityLogicalName: "new_part",
      },
    ]);
    const address = "new_parts(new_code='A-1',new_size=2)";
    expect((await client.call("PATCH", address, { body: { new_name: "Bolt" } })).status).toBe(204);
    expect(await client.get(`${address}?$select=new_name`)).toMatchObject({ new_name: "Bolt" });
    const twice = await client.call("POST", "new_parts", { body: { new_code: "A-1", new_size: 2 } });
    expect([twice.status, twice.code]).toEqual([412, "0x80060892"]);
  });

  it("fails while rows share its values, and is built again when they no longer do", async () => {
    const ids = [
      await client.create("new_parts", { new_code: "A" }),
      await client.create("new_parts", { new_code: "A" }),
    ];
    expect((await add("new_ByCode", ["new_code"])).status).toBe(204);
    expect(await keys()).toMatchObject([{ EntityKeyIndexStatus: "Failed" }]);
    expect((await client.call("GET", "new_parts(new_code='A')")).code).toBe("0x80060890");
    await client.call("DELETE", `new_parts(${ids[0]})`);
    const body = { EntityLogicalName: "new_part", EntityKeyLogicalName: "new_bycode" };
    expect((await client.call("POST", "ReactivateEntityKey", { body })).status).toBe(204);
    expect(await client.get("new_parts(new_code='A')")).toMatchObject({ new_partid: ids[1] });
    expect((await client.call("POST", "ReactivateEntityKey", { body })).code).toBe("0x80060897");
  });

  it("is deleted with its index", async () => {
    await add("new_ByCode", ["new_code"]);
    const [key] = (await keys()) as { MetadataId: string }[];
    expect((await client.call("DELETE", `${part}/Keys(${key?.MetadataId})`)).status).toBe(204);
    expect(await keys()).toEqual([]);
    await client.create("new_parts", { new_code: "A" });
    await client.create("new_parts", { new_code: "A" });
    expect((await add("new_ByCode", ["new_size"])).status).toBe(204);
  });

  it("holds its columns", async () => {
    await add("new_ByCode", ["new_code"]);
    const answer = await client.call("DELETE", `${part}/Attributes(LogicalName='new_code')`);
    expect([answer.status, answer.code]).toEqual([400, "0x8004f01f"]);
  });

  it.each<[string, string, string[], string]>([
    ["a taken name", "new_First", ["new_code"], "0x80060893"],
    ["the columns of another", "new_Second", ["new_size"], "0x80060894"],
    ["an unknown column", "new_Second", ["new_nothing"], "0x8005e009"],
    ["a column of long text", "new_Second", ["new_text"], "0x8006088f"],
    ["no columns", "new_Second", [], "0x80040203"],
    ["one column twice", "new_Second", ["new_code", "new_code"], "0x8006088f"],
    ["no prefix", "Second", ["new_code"], "0x80044366"],
  ])("with %s is refused", async (_what, name, columns, code) => {
    await add("new_First", ["new_size"]);
    const answer = await add(name, columns);
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(await keys()).toHaveLength(1);
  });
});
