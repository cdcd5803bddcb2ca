import { startTestClient, type Answer, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

function crm(type: string): string {
  return `Microsoft.Dynamics.CRM.${type}`;
}

/** A job as the page [BulkDelete] writes it. */
function bulkDelete(querySet: object[], more: object = {}): Promise<Answer> {
  return client.call("POST", "BulkDelete", {
    body: {
      QuerySet: querySet.map((query) => ({ "@odata.type": crm("QueryExpression"), Distinct: false, ...query })),
      JobName: "Tidy up",
      SendEmailNotification: false,
      ToRecipients: [],
      CCRecipients: [],
      RecurrencePattern: "",
      StartDateTime: "2026-03-13T06:30:00Z",
      ...more,
    },
  });
}

function condition(attribute: string, operator: string, ...values: string[]): object {
  return {
    AttributeName: attribute,
    Operator: operator,
    Values: values.map((value) => ({ Type: "System.String", Value: value })),
  };
}

function where(...conditions: object[]): object {
  return { FilterOperator: "And", Conditions: conditions };
}

async function namesLike(prefix: string): Promise<unknown[]> {
  const url = `accounts?$select=name&$filter=startswith(name,'${prefix}')&$orderby=name`;
  const { value } = (await client.get(url)) as { value: { name: unknown }[] };
  return value.map(({ name }) => name);
}

function createAccounts(...names: string[]): Promise<string[]> {
  return Promise.all(names.map((name) => client.create("accounts", { name })));
}

function account(...conditions: object[]): object {
  return { EntityName: "account", Criteria: where(...conditions) };
}

describe("BulkDelete", () => {
  it("deletes the rows a query names by id and answers with a completed job", async () => {
    const [first = "", second = ""] = await createAccounts("bd id 1", "bd id 2", "bd id 3");
    const answer = await bulkDelete([
      {
        EntityName: "account",
        ColumnSet: { "@odata.type": crm("ColumnSet"), AllColumns: false, Columns: [] },
        Criteria: {
          "@odata.type": crm("FilterExpression"),
          FilterOperator: "And",
          Conditions: [
            {
              "@odata.type": crm("ConditionExpression"),
              AttributeName: "accountid",
              Operator: "In",
              Values: [first, second].map((id) => ({ Value: id, Type: "System.Guid" })),
            },
          ],
        },
      },
    ]);
    expect([answer.status, answer.body?.["@odata.context"]]).toEqual([
      200,
      `${client.emulator.url}/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.BulkDeleteResponse`,
    ]);
    expect(await namesLike("bd id")).toEqual(["bd id 3"]);
    const job = await client.get(`asyncoperations(${String(answer.body?.["JobId"])})`);
    expect(job).toMatchObject({ name: "Tidy up", operationtype: 13, statecode: 3, statuscode: 30, message: null });
  });

  it("takes several queries, filters in filters and linked tables", async () => {
    const [parent] = await createAccounts("bd parent", "bd lone", "bd other");
    const contact = { lastname: "bd", "parentcustomerid_account@odata.bind": `accounts(${parent})` };
    await client.create("contacts", contact);
    await bulkDelete([
      {
        EntityName: "contact",
        LinkEntities: [
          {
            LinkFromEntityName: "contact",
            LinkFromAttributeName: "parentcustomerid",
            LinkToEntityName: "account",
            LinkToAttributeName: "accountid",
            JoinOperator: "Inner",
            EntityAlias: "a",
            LinkCriteria: where(condition("name", "Equal", "bd parent")),
          },
        ],
      },
      {
        EntityName: "account",
        Criteria: {
          FilterOperator: "And",
          Conditions: [condition("createdon", "Last7Days"), condition("name", "DoesNotEndWith", "other")],
          Filters: [
            { FilterOperator: "Or", Conditions: ["bd l", "bd o"].map((n) => condition("name", "BeginsWith", n)) },
          ],
        },
      },
    ]);
    expect(await namesLike("bd ")).toEqual(expect.arrayContaining(["bd other", "bd parent"]));
    expect(await namesLike("bd lone")).toEqual([]);
    expect((await client.get("contacts?$filter=lastname eq 'bd'"))["value"]).toEqual([]);
  });

  it("leaves rows that cannot be deleted and says why in the job", async () => {
    const [held] = await createAccounts("bd held", "bd free");
    await client.create("new_projects", { new_name: "bd", "new_AccountId@odata.bind": `accounts(${held})` });
    const answer = await bulkDelete([account(condition("name", "In", "bd held", "bd free"))]);
    expect(answer.status).toBe(200);
    expect(await namesLike("bd held")).toEqual(["bd held"]);
    expect(await namesLike("bd free")).toEqual([]);
    const job = await client.get(`asyncoperations(${String(answer.body?.["JobId"])})`);
    expect(job["message"]).toMatch(/^0x80040227: /);
  });

  it("counts rows that went with their parent as deleted", async () => {
    const [parent] = await createAccounts("bd cascade");
    const task = { subject: "bd task", "regardingobjectid_account_task@odata.bind": `accounts(${parent})` };
    await client.create("tasks", task);
    const answer = await bulkDelete([
      account(condition("name", "Equal", "bd cascade"), condition("name", "NotNull")),
      account(condition("name", "Equal", "bd cascade")),
      { EntityName: "task", Criteria: where(condition("subject", "Equal", "bd task")) },
    ]);
    const job = await client.get(`asyncoperations(${String(answer.body?.["JobId"])})`);
    expect(job["message"]).toBeNull();
    expect((await client.get("tasks?$filter=subject eq 'bd task'"))["value"]).toEqual([]);
  });

  const refusals: [title: string, queries: object[], more: object, status: number, code: string][] = [
    ["a query without a table", [{}], {}, 400, "0x80048d19"],
    ["a table that does not exist", [{ EntityName: "nosuch" }], {}, 400, "0x80041102"],
    ["a column that does not exist", [account(condition("nosuch", "Null"))], {}, 400, "0x80041103"],
    ["an operator that does not exist", [account(condition("name", "Resembles", "x"))], {}, 400, "0x80041120"],
    ["values that are no objects", [account({ ...condition("name", "Equal"), Values: ["x"] })], {}, 400, "0x80048d19"],
    ["a table without the message", [{ EntityName: "systemuser" }], {}, 400, "0x80040800"],
    ["a start that is no time", [account()], { StartDateTime: "soon" }, 400, "0x80048d19"],
    ["a start to come", [account()], { StartDateTime: "2999-01-01T00:00:00Z" }, 501, "0x80040203"],
    ["a job that recurs", [account()], { RecurrencePattern: "FREQ=DAILY;" }, 501, "0x80040203"],
  ];
  it.each(refusals)("refuses %s and deletes nothing", async (_, queries, more, status, code) => {
    await createAccounts("bd kept");
    const kept = await namesLike("");
    const answer = await bulkDelete([...queries], more);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(await namesLike("")).toEqual(kept);
  });
});
