import { attributes, type Hooks, startHooks, target } from "../testing/hooks";

let hooks: Hooks;
beforeAll(async () => {
  hooks = await startHooks({ webhookTimeoutMs: 300 });
});
afterAll(() => hooks.close());
afterEach(() => hooks.clear());

function synchronous(stage = 40, rank = 1): object {
  return { mode: 0, stage, rank };
}

async function count(filter: string): Promise<number> {
  const rows = (await hooks.client.get(`accounts?$select=name&$filter=${filter}`)) as { value: object[] };
  return rows.value.length;
}

describe("a synchronous step", () => {
  it("is answered before the write is, and leaves no system job", async () => {
    const { step } = await hooks.register({ message: "Create", step: synchronous() });
    const id = await hooks.client.create("accounts", { name: "Sync" });
    const [post] = hooks.receiver.posts;
    expect(hooks.receiver.posts).toHaveLength(1);
    expect(post?.body).toMatchObject({ Mode: 0, Stage: 40, IsInTransaction: true, PrimaryEntityId: id });
    expect((await hooks.client.get(`accounts(${id})`))["name"]).toBe("Sync");
    const jobs = await hooks.client.get(`asyncoperations?$filter=_owningextensionid_value eq ${step}`);
    expect(jobs["value"]).toEqual([]);
  });

  it.each<[string, (number | "silence")[], string, number]>([
    ["answers 500", [500], "0x80050201", 1],
    ["answers 503 twice", [503, 503], "0x80050201", 2],
    ["does not answer in time", ["silence"], "0x80050202", 1],
  ])("that %s takes the write back", async (_what, answers, code, posts) => {
    await hooks.register({ message: "Create", step: synchronous() });
    hooks.receiver.answers = answers;
    const answer = await hooks.client.call("POST", "accounts", { body: { name: `refused ${code} ${posts}` } });
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(hooks.receiver.posts).toHaveLength(posts);
    expect(await count(`name eq 'refused ${code} ${posts}'`)).toBe(0);
  });

  it("is the last word: asynchronous steps send nothing when it refuses", async () => {
    await hooks.register({ message: "Create", step: { rank: 1 } });
    await hooks.register({ message: "Create", step: synchronous(40, 2) });
    hooks.receiver.answers = [500];
    await hooks.client.call("POST", "accounts", { body: { name: "A" } });
    const posts = await hooks.settled();
    expect(posts.map(({ body }) => body["Mode"])).toEqual([0]);
  });

  it("runs in the order of stages and ranks, each once, in one execution", async () => {
    await hooks.register({ message: "Update", step: { ...synchronous(40, 2), name: "post 2" } });
    await hooks.register({ message: "Update", step: { ...synchronous(40, 1), name: "post 1" } });
    await hooks.register({ message: "Update", step: { ...synchronous(20), name: "pre" } });
    await hooks.register({ message: "Update", step: { ...synchronous(10), name: "validation" } });
    const id = await hooks.client.create("accounts", { name: "A" });
    await hooks.client.call("PATCH", `accounts(${id})`, { body: { name: "B" } });
    const posts = hooks.receiver.posts.map(({ body }) => body);
    expect(posts.map((body) => (body["OwningExtension"] as { Name: string }).Name)).toEqual([
      "validation",
      "pre",
      "post 1",
      "post 2",
    ]);
    expect(posts.map((body) => body["IsInTransaction"])).toEqual([false, true, true, true]);
    expect(new Set(posts.map((body) => body["CorrelationId"])).size).toBe(1);
    const [validation] = hooks.receiver.posts;
    expect(attributes(target(validation))).toEqual({ name: "B", accountid: id });
  });

  it("sees the organization as it was when it reads back", async () => {
    const id = await hooks.client.create("accounts", { name: "Before" });
    await hooks.register({ message: "Update", step: synchronous() });
    let seen: unknown;
    hooks.receiver.answers = [
      async () => {
        seen = (await hooks.client.get(`accounts(${id})`))["name"];
        return 200;
      },
    ];
    await hooks.client.call("PATCH", `accounts(${id})`, { body: { name: "After" } });
    expect(seen).toBe("Before");
    expect((await hooks.client.get(`accounts(${id})`))["name"]).toBe("After");
  });

  it("may write itself while the operation waits", async () => {
    await hooks.register({ message: "Create", step: synchronous() });
    hooks.receiver.answers = [
      async () => {
        await hooks.client.create("contacts", { lastname: "Written meanwhile" });
        return 200;
      },
    ];
    const id = await hooks.client.create("accounts", { name: "Waits" });
    expect((await hooks.client.get(`accounts(${id})`))["name"]).toBe("Waits");
    const contacts = await hooks.client.get("contacts?$filter=lastname eq 'Written meanwhile'");
    expect(contacts["value"]).toHaveLength(1);
  });

  it("fails the change set it is part of and the rows before it", async () => {
    await hooks.register({ message: "Create", step: synchronous() });
    hooks.receiver.answers = [200, 500];
    const part = (name: string, id: number): string =>
      `--cs\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${id}\r\n\r\nPOST /api/data/v9.2/accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"name":"${name}"}\r\n`;
    const body = `--b\r\nContent-Type: multipart/mixed; boundary=cs\r\n\r\n${part("set 1", 1)}${part("set 2", 2)}--cs--\r\n--b--\r\n`;
    const headers = { "Content-Type": "multipart/mixed; boundary=b" };
    const answer = await hooks.client.call("POST", "$batch", { body, headers });
    expect(answer.text).toContain("0x80050201");
    expect(await count("startswith(name,'set ')")).toBe(0);
    await hooks.client.call("POST", "$batch", { body, headers });
    expect(await count("startswith(name,'set ')")).toBe(2);
    expect(hooks.receiver.posts).toHaveLength(4);
  });

  it("works from the batch on that registers it", async () => {
    const { value } = (await hooks.client.get("sdkmessages?$filter=name eq 'Create'")) as {
      value: { sdkmessageid: string }[];
    };
    const endpoint = "00000000-0000-4000-8000-00000000e001";
    const post = (set: string, row: object): string =>
      `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nPOST /api/data/v9.2/${set} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(row)}\r\n`;
    const body = [
      post("serviceendpoints", {
        serviceendpointid: endpoint,
        name: "Batched",
        url: `${hooks.receiver.url}/batched`,
        contract: 8,
        authtype: 4,
      }),
      post("sdkmessageprocessingsteps", {
        name: "Batched",
        ...synchronous(),
        "sdkmessageid@odata.bind": `/sdkmessages(${value[0]?.sdkmessageid ?? ""})`,
        "eventhandler_serviceendpoint@odata.bind": `/serviceendpoints(${endpoint})`,
      }),
      post("accounts", { name: "in the same batch" }),
      "--b--\r\n",
    ].join("");
    const headers = { "Content-Type": "multipart/mixed; boundary=b" };
    const answer = await hooks.client.call("POST", "$batch", { body, headers });
    expect(answer.text.match(/HTTP\/1\.1 204/g)).toHaveLength(3);
    expect(hooks.receiver.posts.map(({ url }) => url)).toEqual(["/batched"]);
    expect(await count("name eq 'in the same batch'")).toBe(1);
  });

  it("is passed over when the request bypasses custom logic", async () => {
    const { step } = await hooks.register({ message: "Create", step: synchronous() });
    await hooks.register({ message: "Create" });
    const create = (headers: Record<string, string>): Promise<unknown> =>
      hooks.client.call("POST", "accounts", { body: { name: "A" }, headers });
    await create({ "MSCRM.BypassCustomPluginExecution": "true" });
    await create({ "MSCRM.BypassBusinessLogicExecution": "CustomSync,CustomAsync" });
    await create({ "MSCRM.BypassBusinessLogicExecutionStepIds": step });
    expect((await hooks.settled()).map(({ body }) => body["Mode"])).toEqual([1, 1]);
  });
});
