import { startTestClient, type Answer, type TestClient } from "../../../testing/client";
import { column, label, option, table } from "../../../testing/definitions";

const crm = "Microsoft.Dynamics.CRM";
const colorsPath = "GlobalOptionSetDefinitions(Name='new_colors')";
const thing = "EntityDefinitions(LogicalName='new_thing')";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
beforeEach(async () => {
  const bound = column("Picklist", "new_Color", { "GlobalOptionSet@odata.bind": `/${colorsPath}` });
  const own = column("Picklist", "new_Kind", {
    OptionSet: { Options: [option(1, "One"), option(2, "Two"), option(3, "Three")] },
  });
  await post("GlobalOptionSetDefinitions", colors);
  await post("EntityDefinitions", table("new_Thing", { Attributes: [bound, own, column("Boolean", "new_Open")] }));
});
afterEach(async () => {
  await client.call("DELETE", thing);
  await client.call("DELETE", colorsPath);
});
afterAll(() => client.emulator.close());

function post(path: string, body: object): Promise<Answer> {
  return client.call("POST", path, { body });
}

const colors = {
  "@odata.type": `${crm}.OptionSetMetadata`,
  Name: "new_colors",
  DisplayName: label("Colors"),
  Description: label("Of things"),
  OptionSetType: "Picklist",
  Options: [option(727000000, "Red"), option(727000001, "Yellow")],
};

type Option = { Value: number; Label: { UserLocalizedLabel: { Label: string } } };
function shown(options: unknown): [number, string][] {
  return (options as Option[]).map(({ Value, Label }) => [Value, Label.UserLocalizedLabel.Label]);
}
async function globalOptions() {
  return shown((await client.get(`${colorsPath}/${crm}.OptionSetMetadata`))["Options"]);
}
async function optionsOf(name: string, type: string): Promise<Record<string, unknown>> {
  const path = `${thing}/Attributes(LogicalName='${name}')/${crm}.${type}AttributeMetadata?$expand=OptionSet`;
  return (await client.get(path))["OptionSet"] as Record<string, unknown>;
}
const kind = { EntityLogicalName: "new_thing", AttributeLogicalName: "new_kind" };

describe("a global choice", () => {
  it("is made with its options, and shared by columns", async () => {
    expect(await globalOptions()).toEqual([
      [727000000, "Red"],
      [727000001, "Yellow"],
    ]);
    expect((await post("new_things", { new_color: 727000001 })).status).toBe(204);
    expect((await post("new_things", { new_color: 5 })).code).toBe("0x8004431a");
  });

  it("changes its labels by PUT, and its options by actions only", async () => {
    const present = await client.get(`${colorsPath}/${crm}.OptionSetMetadata`);
    const body = { ...present, DisplayName: label("Paints"), Options: [] };
    expect(
      (await client.call("PUT", colorsPath, { body: { ...body, "@odata.type": `${crm}.OptionSetMetadata` } })).status,
    ).toBe(204);
    const after = await client.get(colorsPath);
    expect(after).toMatchObject({
      DisplayName: { UserLocalizedLabel: { Label: "Paints" } },
      MetadataId: present["MetadataId"],
    });
    expect(await globalOptions()).toHaveLength(2);
    const answer = await post("InsertOptionValue", { OptionSetName: "new_colors", Label: label("Green") });
    expect([answer.status, answer.body?.["NewOptionValue"]]).toEqual([200, 727000002]);
    expect(await globalOptions()).toHaveLength(3);
    expect((await post("new_things", { new_color: 727000002 })).status).toBe(204);
  });

  it("stays while a column uses it", async () => {
    const answer = await client.call("DELETE", colorsPath);
    expect([answer.status, answer.code]).toEqual([400, "0x8004f01f"]);
    await client.call("DELETE", thing);
    expect((await client.call("DELETE", colorsPath)).status).toBe(204);
    expect((await client.call("GET", colorsPath)).status).toBe(404);
  });

  it.each<[string, object, string]>([
    ["a taken name", colors, "0x80044345"],
    ["no prefix", { ...colors, Name: "colors" }, "0x80044366"],
    ["no name", { ...colors, Name: undefined }, "0x80040203"],
    ["no type", { ...colors, Name: "new_other", "@odata.type": undefined }, "0x80040203"],
    ["an option without a label", { ...colors, Name: "new_other", Options: [{ Value: 1 }] }, "0x80040203"],
  ])("with %s is refused", async (_what, body, code) => {
    const answer = await post("GlobalOptionSetDefinitions", body);
    expect([answer.status, answer.code]).toEqual([400, code]);
  });
});

describe("the options of a column", () => {
  const picklist = async () => shown((await optionsOf("new_kind", "Picklist"))["Options"]);

  it("are added, renamed, put in order and deleted, one by one", async () => {
    const added = await post("InsertOptionValue", {
      ...kind,
      Value: 7,
      Label: label("Seven"),
      SolutionUniqueName: "AlderCustomizations",
    });
    expect(added.body).toMatchObject({ NewOptionValue: 7 });
    expect(
      (await post("UpdateOptionValue", { ...kind, Value: 2, Label: label("Pair"), MergeLabels: true })).status,
    ).toBe(204);
    expect((await post("OrderOption", { ...kind, Values: [7, 3, 2, 1] })).status).toBe(204);
    expect((await post("DeleteOptionValue", { ...kind, Value: 3 })).status).toBe(204);
    expect(await picklist()).toEqual([
      [7, "Seven"],
      [2, "Pair"],
      [1, "One"],
    ]);
    expect((await post("new_things", { new_kind: 7 })).status).toBe(204);
    expect((await post("new_things", { new_kind: 3 })).code).toBe("0x8004431a");
  });

  it("keep their labels in other languages when these are merged", async () => {
    await post("UpdateOptionValue", { ...kind, Value: 1, Label: label("One", [1031, "Eins"]), MergeLabels: false });
    await post("UpdateOptionValue", { ...kind, Value: 1, Label: label("Single"), MergeLabels: true });
    const { Options } = await optionsOf("new_kind", "Picklist");
    expect((Options as object[])[0]).toMatchObject({
      Label: { LocalizedLabels: [{ Label: "Eins" }, { Label: "Single" }] },
    });
  });

  it("of a boolean can be renamed only", async () => {
    const open = { EntityLogicalName: "new_thing", AttributeLogicalName: "new_open" };
    expect((await post("UpdateOptionValue", { ...open, Value: 1, Label: label("Up"), MergeLabels: true })).status).toBe(
      204,
    );
    expect(await optionsOf("new_open", "Boolean")).toMatchObject({
      TrueOption: { Value: 1, Label: { UserLocalizedLabel: { Label: "Up" } } },
    });
    expect((await post("InsertOptionValue", { ...open, Value: 2, Label: label("Maybe") })).code).toBe("0x8004431d");
    expect((await post("DeleteOptionValue", { ...open, Value: 1 })).code).toBe("0x80044323");
  });

  it("of a status belong to a state, which may take one for its default", async () => {
    const status = { EntityLogicalName: "new_thing", AttributeLogicalName: "statuscode" };
    const added = await post("InsertStatusValue", { ...status, StateCode: 1, Label: label("Lost") });
    const value = added.body?.["NewOptionValue"] as number;
    const state = { EntityLogicalName: "new_thing", AttributeLogicalName: "statecode" };
    const renamed = { ...state, Value: 1, Label: label("Closed"), MergeLabels: true, DefaultStatusCode: value };
    expect((await post("UpdateStateValue", renamed)).status).toBe(204);
    const id = await client.create("new_things", { new_name: "Hat" });
    await client.call("PATCH", `new_things(${id})`, { body: { statecode: 1 } });
    expect(await client.get(`new_things(${id})?$select=statuscode`)).toMatchObject({ statuscode: value });
    expect((await post("DeleteOptionValue", { ...status, Value: value })).code).toBe("0x80044341");
    expect((await post("DeleteOptionValue", { ...status, Value: 2 })).status).toBe(204);
  });

  it.each<[string, string, object, number, string]>([
    ["a taken value", "InsertOptionValue", { ...kind, Value: 1, Label: label("Again") }, 400, "0x80044310"],
    [
      "a state",
      "InsertOptionValue",
      { ...kind, AttributeLogicalName: "statecode", Label: label("Half") },
      400,
      "0x8004431e",
    ],
    [
      "an unknown option",
      "UpdateOptionValue",
      { ...kind, Value: 99, Label: label("X"), MergeLabels: true },
      400,
      "0x8004431a",
    ],
    ["an order that leaves one out", "OrderOption", { ...kind, Values: [1, 2] }, 400, "0x80040203"],
    ["an unknown column", "DeleteOptionValue", { ...kind, AttributeLogicalName: "new_x", Value: 1 }, 400, "0x8005e009"],
    ["an unknown table", "DeleteOptionValue", { ...kind, EntityLogicalName: "new_x", Value: 1 }, 404, "0x80040217"],
    ["an unknown set", "DeleteOptionValue", { OptionSetName: "new_x", Value: 1 }, 404, "0x80040217"],
    [
      "an unknown state",
      "InsertStatusValue",
      { ...kind, AttributeLogicalName: "statuscode", StateCode: 9, Label: label("X") },
      400,
      "0x80048408",
    ],
  ])("are not changed by %s", async (_what, action, body, status, code) => {
    const answer = await post(action, body);
    expect([answer.status, answer.code]).toEqual([status, code]);
  });
});

describe("publishing", () => {
  const publish = (ParameterXml: string): Promise<Answer> => post("PublishXml", { ParameterXml });

  it("answers without content", async () => {
    const xml =
      "<importexportxml><entities><entity>new_thing</entity><entity>account</entity></entities></importexportxml>";
    expect((await publish(xml)).status).toBe(204);
    expect((await client.call("POST", "PublishAllXml")).status).toBe(204);
  });

  it.each([
    ["no XML", "<importexportxml>", 400, "0x80040203"],
    ["another document", "<fetch/>", 400, "0x80040203"],
    [
      "an unknown table",
      "<importexportxml><entities><entity>new_x</entity></entities></importexportxml>",
      404,
      "0x80040217",
    ],
  ])("refuses %s", async (_what, xml, status, code) => {
    const answer = await publish(xml);
    expect([answer.status, answer.code]).toEqual([status, code]);
  });
});
