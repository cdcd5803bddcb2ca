import { type Hooks, startHooks } from "../testing/hooks";

let hooks: Hooks;
beforeAll(async () => {
  hooks = await startHooks();
});
afterAll(() => hooks.close());
afterEach(() => hooks.clear());

/** Deletes the accounts whose names begin so, and gives the names of those that are left. */
async function deleteAccounts(prefix: string, options: object = {}): Promise<unknown[]> {
  const condition = {
    AttributeName: "name",
    Operator: "BeginsWith",
    Values: [{ Type: "System.String", Value: prefix }],
  };
  const body = {
    QuerySet: [{ EntityName: "account", Criteria: { FilterOperator: "And", Conditions: [condition] } }],
    JobName: "Tidy up",
    SendEmailNotification: false,
    ToRecipients: [],
    CCRecipients: [],
    RecurrencePattern: "",
    StartDateTime: "2026-03-13T06:30:00Z",
    Options: options,
  };
  expect((await hooks.client.call("POST", "BulkDelete", { body })).status).toBe(200);
  const rows = await hooks.client.get(`accounts?$select=name&$filter=startswith(name,'${prefix}')`);
  return (rows["value"] as { name: unknown }[]).map(({ name }) => name);
}

async function createAccounts(...names: string[]): Promise<void> {
  for (const name of names) await hooks.client.create("accounts", { name });
}

describe("BulkDelete", () => {
  it("runs the steps for every deleted row, and keeps the row that a synchronous step rejects", async () => {
    await createAccounts("told 1", "told 2", "told 3");
    await hooks.register({ message: "Delete", step: { mode: 0 } });
    hooks.receiver.answers = [200, 500, 200];
    expect(await deleteAccounts("told")).toHaveLength(1);
    const deleted = hooks.receiver.posts.map(({ body }) => [body.MessageName, body.PrimaryEntityName]);
    expect(deleted).toEqual(Array(3).fill(["Delete", "account"]));
  });

  it("passes the steps by in sandbox mode", async () => {
    await createAccounts("fast 1", "fast 2");
    await hooks.register({ message: "Delete" });
    expect(await deleteAccounts("fast", { RunJobForSandbox: true })).toEqual([]);
    expect(await hooks.settled()).toEqual([]);
  });
});
