import { type Hooks, startHooks } from "../testing/hooks";

let hooks: Hooks;
beforeAll(async () => {
  hooks = await startHooks();
});
afterAll(() => hooks.close());
afterEach(() => hooks.clear());

async function messages(): Promise<string[]> {
  return (await hooks.settled()).map(({ body }) => `${body.MessageName} ${body.PrimaryEntityName}`);
}

describe("a step", () => {
  it("is called for its message on its table only", async () => {
    await hooks.register({ message: "Create", table: "account" });
    const id = await hooks.client.create("accounts", { name: "A" });
    await hooks.client.create("contacts", { lastname: "B" });
    await hooks.client.call("PATCH", `accounts(${id})`, { body: { name: "C" } });
    await hooks.client.call("DELETE", `accounts(${id})`);
    expect(await messages()).toEqual(["Create account"]);
  });

  it("without a filter is called for every table that has the message", async () => {
    await hooks.register({ message: "Create", table: null });
    await hooks.client.create("accounts", { name: "A" });
    await hooks.client.create("emails", {
      subject: "E",
      email_activity_parties: [{ addressused: "a@b.example", participationtypemask: 2 }],
    });
    expect((await messages()).sort()).toEqual(["Create account", "Create email"]);
  });

  it.each<[string, object, boolean]>([
    ["one of the columns", { telephone1: "1" }, true],
    ["another column", { fax: "1" }, false],
    ["both", { telephone1: "1", fax: "1" }, true],
  ])("with filtering attributes looks whether %s was sent", async (_what, body, isCalled) => {
    await hooks.register({ step: { filteringattributes: "name, telephone1" } });
    const id = await hooks.client.create("accounts", { name: "A" });
    await hooks.client.call("PATCH", `accounts(${id})`, { body });
    expect(await messages()).toEqual(isCalled ? ["Update account"] : []);
  });

  it("is not called while it is disabled, nor after its endpoint was deleted", async () => {
    const { step, endpoint } = await hooks.register();
    const id = await hooks.client.create("accounts", { name: "A" });
    const patch = (): Promise<unknown> => hooks.client.call("PATCH", `accounts(${id})`, { body: { name: "B" } });
    await hooks.client.call("PATCH", `sdkmessageprocessingsteps(${step})`, { body: { statecode: 1 } });
    await patch();
    expect(await messages()).toEqual([]);
    await hooks.client.call("PATCH", `sdkmessageprocessingsteps(${step})`, { body: { statecode: 0 } });
    await patch();
    expect(await messages()).toEqual(["Update account"]);
    await hooks.client.call("DELETE", `serviceendpoints(${endpoint})`);
    expect((await hooks.client.call("GET", `sdkmessageprocessingsteps(${step})`)).status).toBe(404);
    await patch();
    expect(await messages()).toHaveLength(1);
  });

  it("gets its posts one after the other, in the order of the writes", async () => {
    await hooks.register();
    const id = await hooks.client.create("accounts", { name: "0" });
    const names = Array.from({ length: 20 }, (_each, index) => String(index + 1));
    for (const name of names) await hooks.client.call("PATCH", `accounts(${id})`, { body: { name } });
    const posts = await hooks.settled();
    expect(posts.map(({ text }) => /"key":"name","value":"(\d+)"/.exec(text)?.[1])).toEqual(names);
  });

  it("is found from its endpoint, and queried as Microsoft's page does", async () => {
    const { endpoint, step } = await hooks.register();
    const steps = await hooks.client.get(
      `serviceendpoints(${endpoint})/serviceendpoint_sdkmessageprocessingstep?$select=name,mode,stage`,
    );
    expect(steps).toMatchObject({ value: [{ sdkmessageprocessingstepid: step, mode: 1, stage: 40 }] });
    const expand =
      "plugintypeid($select=friendlyname),eventhandler_serviceendpoint($select=name),sdkmessagefilterid($select=primaryobjecttypecode),sdkmessageid($select=name)";
    expect(await hooks.client.get(`sdkmessageprocessingsteps(${step})?$select=name&$expand=${expand}`)).toMatchObject({
      plugintypeid: null,
      eventhandler_serviceendpoint: { name: "Receiver" },
      sdkmessagefilterid: { primaryobjecttypecode: "account" },
      sdkmessageid: { name: "Update" },
    });
  });
});

describe("what is taken back sends nothing", () => {
  const batch = (parts: string[]): Promise<{ status: number }> => {
    const part = (body: string, index: number): string =>
      `--cs\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${index + 1}\r\n\r\nPOST /api/data/v9.2/accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${body}\r\n`;
    const body = `--b\r\nContent-Type: multipart/mixed; boundary=cs\r\n\r\n${parts.map(part).join("")}--cs--\r\n--b--\r\n`;
    return hooks.client.call("POST", "$batch", { body, headers: { "Content-Type": "multipart/mixed; boundary=b" } });
  };

  it("in a change set, while one that holds sends a post for each row", async () => {
    const { step } = await hooks.register({ message: "Create" });
    await batch(['{"name":"a"}', '{"name":5}']);
    expect(await messages()).toEqual([]);
    await batch(['{"name":"a"}', '{"name":"b"}']);
    expect(await messages()).toEqual(["Create account", "Create account"]);
    const jobs = await hooks.client.get(`asyncoperations?$filter=_owningextensionid_value eq ${step}`);
    expect(jobs["value"]).toHaveLength(2);
  });

  it("in a bulk message", async () => {
    await hooks.register({ message: "Create" });
    const account = (name: unknown): object => ({ "@odata.type": "Microsoft.Dynamics.CRM.account", name });
    const body = { Targets: [account("a"), account(5)] };
    const answer = await hooks.client.call("POST", "accounts/Microsoft.Dynamics.CRM.CreateMultiple", { body });
    expect(answer.status).toBe(400);
    expect(await messages()).toEqual([]);
  });
});

it("a table created later has its messages, and takes steps with it when it goes", async () => {
  const label = (text: string): object => ({
    "@odata.type": "Microsoft.Dynamics.CRM.Label",
    LocalizedLabels: [{ "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel", Label: text, LanguageCode: 1033 }],
  });
  const definition = {
    "@odata.type": "Microsoft.Dynamics.CRM.EntityMetadata",
    SchemaName: "new_Parcel",
    DisplayName: label("Parcel"),
    DisplayCollectionName: label("Parcels"),
    OwnershipType: "UserOwned",
    HasActivities: false,
    HasNotes: false,
    Attributes: [
      {
        "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
        SchemaName: "new_Name",
        IsPrimaryName: true,
        MaxLength: 100,
        FormatName: { Value: "Text" },
        RequiredLevel: { Value: "None" },
        DisplayName: label("Name"),
      },
    ],
  };
  const created = await hooks.client.call("POST", "EntityDefinitions", { body: definition });
  expect([created.status, created.text]).toEqual([204, ""]);
  const { step } = await hooks.register({ message: "Create", table: "new_parcel" });
  await hooks.client.create("new_parcels", { new_name: "First" });
  expect(await messages()).toEqual(["Create new_parcel"]);
  await hooks.client.call("DELETE", "EntityDefinitions(LogicalName='new_parcel')");
  const filters = await hooks.client.get("sdkmessagefilters?$filter=primaryobjecttypecode eq 'new_parcel'");
  expect(filters["value"]).toEqual([]);
  expect((await hooks.client.call("GET", `sdkmessageprocessingsteps(${step})`)).status).toBe(404);
});

describe("a registration is refused", () => {
  it.each<[string, object, string]>([
    ["asynchronous before the operation", { step: { stage: 20 } }, "400 0x80040203"],
    ["in a stage of the platform's own", { step: { mode: 0, stage: 30 } }, "400 0x80040203"],
    ["on a message the emulator does not raise", { message: "Retrieve" }, "501 0x80040203"],
    ["for a service bus", { endpoint: { contract: 2 } }, "501 0x80040203"],
    ["without a URL", { endpoint: { url: null } }, "400 0x80040203"],
    ["with an authentication of the service bus", { endpoint: { authtype: 2 } }, "400 0x80040203"],
  ])("%s", async (_what, registration, expected) => {
    const [status = "", code = ""] = expected.split(" ");
    await expect(hooks.register(registration)).rejects.toThrow(new RegExp(`: ${status} .*${code}`));
  });

  it("with a filter of another message", async () => {
    const { value } = (await hooks.client.get("sdkmessagefilters?$top=1&$filter=sdkmessageid/name eq 'Delete'")) as {
      value: { sdkmessagefilterid: string }[];
    };
    const step = { "sdkmessagefilterid@odata.bind": `/sdkmessagefilters(${value[0]?.sdkmessagefilterid ?? ""})` };
    await expect(hooks.register({ message: "Update", step })).rejects.toThrow("0x80040203");
  });
});
