import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { attributes, type Context, type Hooks, input, type Post, startHooks, target } from "../testing/hooks";

let hooks: Hooks;
beforeAll(async () => {
  hooks = await startHooks();
});
afterAll(() => hooks.close());
afterEach(() => hooks.clear());

const contracts = "http://schemas.microsoft.com/xrm/2011/Contracts";
function userId(post: Post | undefined): string {
  return String(post?.body["UserId"]);
}

const file = join(__dirname, "../../../shared/vectors/wire-v9.2/webhook-update-contact.RemoteExecutionContext.json");
const available = existsSync(file);
if (!available && process.env["CI"]) throw new Error(`${file} is missing.`);
const suite = available ? describe : describe.skip;

suite("The context of a contact's update", () => {
  it("has the published message's members, types and order, nested ones included", async () => {
    await hooks.register({ table: "contact", step: { filteringattributes: "firstname,lastname" } });
    const id = await hooks.client.create("contacts", { firstname: "Jim", lastname: "Glynn (sample)" });
    await hooks.client.call("PATCH", `contacts(${id})`, { body: { firstname: "James" } });
    const [post] = await hooks.settled();
    const published = asEmulated(JSON.parse(readFileSync(file, "utf8")) as Context);
    expect(shapeOf(post?.body)).toBe(shapeOf(published));
    expect(post?.text).toContain('"__type":"Entity:http:\\/\\/schemas.microsoft.com\\/xrm\\/2011\\/Contracts"');
    expect(post?.text).toMatch(/"value":"\\\/Date\(\d+\)\\\/"/);
  });

  /** The differences between the emulator and the captured organization: no phonetic names, no internal variables. */
  function asEmulated(context: Context): Context {
    for (const each of [context, context.ParentContext]) {
      if (each === null) continue;
      Object.assign(each, { RequestId: each["OperationId"], SharedVariables: [], OrganizationName: "text" });
      Object.assign(each["OwningExtension"] as object, { Name: "text" });
    }
    const row = target({ body: context });
    row.Attributes = row.Attributes.filter(({ key }) => key !== "yomifullname");
    return context;
  }

  /** The JSON with every value replaced by its kind; labels of the contract stay as they are. */
  function shapeOf(value: unknown): string {
    return JSON.stringify(value, (key, part: unknown) => {
      if (typeof part !== "string" || ["key", "__type", "MessageName", "LogicalName"].includes(key)) return part;
      if (/^[0-9a-f-]{36}$/.test(part)) return "<guid>";
      return part
        .replace(/^\/Date\(\d+([+-]\d{4})?\)\/$/, (_all, offset) => (offset ? "<offset date>" : "<date>"))
        .replace(/^[^<].*$/, "<text>");
    });
  }
});

it("writes each type of column in its contract form", async () => {
  await hooks.register({ table: "new_project", message: "Create" });
  const account = await hooks.client.create("accounts", { name: "Customer" });
  await hooks.client.create("new_projects", {
    new_name: "P/1",
    new_budget: 20000.5,
    new_progress: 12.5,
    new_riskscore: 0.25,
    new_headcount: 7,
    new_phase: 100000002,
    new_skills: "100000003,100000000",
    new_startdate: "2024-03-01",
    new_golive: "2024-03-01T10:30:00Z",
    new_isbillable: false,
    new_code: null,
    "new_AccountId@odata.bind": `/accounts(${account})`,
  });
  const [post] = await hooks.settled();
  const option = (value: number): object => ({ __type: `OptionSetValue:${contracts}`, Value: value });
  expect(attributes(target(post))).toMatchObject({
    new_name: "P/1",
    new_budget: { __type: `Money:${contracts}`, Value: 20000.5 },
    new_progress: 12.5,
    new_riskscore: 0.25,
    new_headcount: 7,
    new_phase: option(100000002),
    new_skills: [option(100000000), option(100000003)],
    new_startdate: `/Date(${Date.UTC(2024, 2, 1)})/`,
    new_golive: `/Date(${Date.UTC(2024, 2, 1, 10, 30)})/`,
    new_isbillable: false,
    new_code: null,
    new_accountid: {
      __type: `EntityReference:${contracts}`,
      Id: account,
      KeyAttributes: [],
      LogicalName: "account",
      Name: null,
      RowVersion: null,
    },
    statecode: option(0),
    ownerid: { __type: `EntityReference:${contracts}`, LogicalName: "systemuser", Id: userId(post) },
  });
  expect(target(post).FormattedValues).toContainEqual({ key: "new_phase", value: "Running" });
  expect(post?.body["OutputParameters"]).toEqual([{ key: "id", value: post?.body.PrimaryEntityId }]);
});

describe("images", () => {
  const register = async (message: string, images: object[]): Promise<void> => {
    const { step } = await hooks.register({ message, table: "account" });
    for (const image of images) {
      await hooks.client.create("sdkmessageprocessingstepimages", {
        name: "image",
        messagepropertyname: message === "Create" ? "Id" : "Target",
        "sdkmessageprocessingstepid@odata.bind": `/sdkmessageprocessingsteps(${step})`,
        ...image,
      });
    }
  };

  it("show the row before and after, with names and formatted values, of the columns asked for", async () => {
    const contact = await hooks.client.create("contacts", { firstname: "Ann", lastname: "Birch" });
    const id = await hooks.client.create("accounts", {
      name: "Before",
      revenue: 1000,
      "primarycontactid@odata.bind": `/contacts(${contact})`,
    });
    await register("Update", [
      { entityalias: "both", imagetype: 2, attributes: "name, revenue,primarycontactid" },
      { entityalias: "old", imagetype: 0 },
    ]);
    await hooks.client.call("PATCH", `accounts(${id})`, { body: { name: "After" } });
    const [post] = await hooks.settled();
    expect(post?.body.PreEntityImages.map(({ key }) => key)).toEqual(["both", "old"]);
    expect(post?.body.PostEntityImages.map(({ key }) => key)).toEqual(["AsynchronousStepPrimaryName", "both"]);
    const [before, old] = post?.body.PreEntityImages ?? [];
    expect(Object.keys(attributes(before?.value))).toEqual(["name", "revenue", "primarycontactid", "accountid"]);
    expect(attributes(before?.value)).toMatchObject({ name: "Before", primarycontactid: { Name: "Ann Birch" } });
    expect(before?.value.FormattedValues).toEqual([
      { key: "revenue", value: "$1,000.00" },
      { key: "primarycontactid", value: "Ann Birch" },
    ]);
    expect(attributes(post?.body.PostEntityImages[1]?.value)).toMatchObject({ name: "After" });
    expect(Object.keys(attributes(old?.value)).length).toBeGreaterThan(15);
  });

  it("of a deletion show the row that is gone", async () => {
    const id = await hooks.client.create("accounts", { name: "Gone" });
    await register("Delete", [{ entityalias: "old", imagetype: 0, attributes: "name" }]);
    await hooks.client.call("DELETE", `accounts(${id})`);
    const [post] = await hooks.settled();
    expect(attributes(post?.body.PreEntityImages[0]?.value)).toEqual({ name: "Gone", accountid: id });
    expect(input(post, "Target")).toMatchObject({ LogicalName: "account", Id: id });
    expect(post?.body.PostEntityImages).toEqual([]);
  });

  it.each([
    ["before a create", "Create", 0],
    ["after a deletion", "Delete", 1],
  ])("%s are refused", async (_when, message, imagetype) => {
    await expect(register(message, [{ entityalias: "x", imagetype }])).rejects.toThrow("0x80040203");
  });
});

describe("other messages", () => {
  it("contain the rows of an association, and the parent of its inner update", async () => {
    await hooks.register({ message: "Associate", table: null });
    await hooks.register({ message: "Update", table: "task" });
    const account = await hooks.client.create("accounts", { name: "One" });
    const task = await hooks.client.create("tasks", { subject: "Many" });
    const url = `accounts(${account})/Account_Tasks/$ref`;
    await hooks.client.call("POST", url, { body: { "@odata.id": `tasks(${task})` } });
    const posts = await hooks.settled();
    const associate = posts.find(({ body }) => body.MessageName === "Associate");
    expect(associate?.body).toMatchObject({ PrimaryEntityName: "none", ParentContext: null });
    expect(associate?.body.InputParameters).toEqual([
      { key: "Target", value: expect.objectContaining({ LogicalName: "account", Id: account }) as unknown },
      {
        key: "Relationship",
        value: { __type: `Relationship:${contracts}`, PrimaryEntityRole: null, SchemaName: "Account_Tasks" },
      },
      { key: "RelatedEntities", value: [expect.objectContaining({ LogicalName: "task", Id: task }) as unknown] },
    ]);
    const update = posts.find(({ body }) => body.MessageName === "Update");
    expect(update?.body.ParentContext).toMatchObject({ MessageName: "Associate", Stage: 30 });
  });

  it("come with a new owner and a new state, as children of the update", async () => {
    await hooks.register({ message: "Assign" });
    await hooks.register({ message: "SetState" });
    const id = await hooks.client.create("accounts", { name: "Special" });
    const { value } = (await hooks.client.get("systemusers?$filter=applicationid eq null&$top=1")) as {
      value: { systemuserid: string }[];
    };
    const owner = value[0]?.systemuserid ?? "";
    const body = { "ownerid@odata.bind": `/systemusers(${owner})`, statecode: 1 };
    await hooks.client.call("PATCH", `accounts(${id})`, { body });
    await hooks.client.call("PATCH", `accounts(${id})`, { body: { name: "Plain" } });
    const posts = await hooks.settled();
    const byName = new Map(posts.map((post) => [post.body.MessageName, post]));
    expect([...byName.keys()].sort()).toEqual(["Assign", "SetState"]);
    expect(posts).toHaveLength(2);
    expect(input(byName.get("Assign"), "Assignee")).toMatchObject({ LogicalName: "systemuser", Id: owner });
    expect(input(byName.get("SetState"), "EntityMoniker")).toMatchObject({ LogicalName: "account", Id: id });
    expect(input(byName.get("SetState"), "Status")).toMatchObject({ Value: 2 });
    expect(byName.get("Assign")?.body.ParentContext?.MessageName).toBe("Update");
  });

  it("split an update of state and other columns in two", async () => {
    const id = await hooks.client.create("accounts", { name: "Split" });
    await hooks.register();
    await hooks.client.call("PATCH", `accounts(${id})`, { body: { name: "New", statecode: 1 } });
    const changed = (await hooks.settled()).map((post) => Object.keys(attributes(target(post))));
    expect(changed).toEqual([
      ["name", "accountid", "modifiedon", "modifiedby", "modifiedonbehalfby"],
      ["statecode", "accountid", "statuscode", "modifiedon", "modifiedby", "modifiedonbehalfby"],
    ]);
  });

  it("gather the rows of a bulk message, and are raised for a single row too", async () => {
    await hooks.register({ message: "CreateMultiple" });
    const account = (name: string): object => ({ "@odata.type": "Microsoft.Dynamics.CRM.account", name });
    const body = { Targets: [account("a"), account("b")] };
    await hooks.client.call("POST", "accounts/Microsoft.Dynamics.CRM.CreateMultiple", { body });
    await hooks.client.create("accounts", { name: "c" });
    const names = (await hooks.settled()).map((post) => {
      const { Entities } = input(post, "Targets") as { Entities: Context["PreEntityImages"][number]["value"][] };
      return Entities.map((row) => attributes(row)["name"]);
    });
    expect(names).toEqual([["a", "b"], ["c"]]);
  });

  it("of a cascading deletion name the deletion they are part of", async () => {
    await hooks.register({ message: "Delete", table: "task" });
    const id = await hooks.client.create("accounts", { name: "Root", Account_Tasks: [{ subject: "Child" }] });
    await hooks.client.call("DELETE", `accounts(${id})`);
    const [post] = await hooks.settled();
    expect(post?.body.PrimaryEntityName).toBe("task");
    expect(post?.body.ParentContext).toMatchObject({ MessageName: "Delete", PrimaryEntityId: id });
  });
});

it("carries the request's tag and the user a step runs as", async () => {
  const { value } = (await hooks.client.get("systemusers?$filter=applicationid eq null&$top=1")) as {
    value: { systemuserid: string }[];
  };
  const user = value[0]?.systemuserid ?? "";
  await hooks.register({ message: "Create", step: { "impersonatinguserid@odata.bind": `/systemusers(${user})` } });
  await hooks.client.call("POST", "accounts?tag=from%20import", { body: { name: "Tagged" } });
  const [post] = await hooks.settled();
  expect(post?.body["SharedVariables"]).toEqual([{ key: "tag", value: "from import" }]);
  expect(post?.body).toMatchObject({ UserId: user });
  expect(post?.body["InitiatingUserId"]).not.toBe(user);
});
