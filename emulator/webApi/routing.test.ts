import { applicationUsers } from "../organization/seed/rows/applicationUsers";
import { startTestClient, type TestClient } from "../testing/client";

let client: TestClient;
let account: string;
beforeAll(async () => {
  client = await startTestClient();
  account = await client.create("accounts", { name: "Routed", primarycontactid: { lastname: "Main" } });
});
afterAll(() => client.emulator.close());

function path(template: string): string {
  return template.replaceAll("ACCOUNT", account);
}

describe("resource paths", () => {
  it.each<[string, string, number, string]>([
    ["GET", "Accounts", 404, "Resource not found for the segment 'Accounts'."],
    ["GET", "account", 404, "Resource not found for the segment 'account'."],
    ["GET", "accounts(ACCOUNT)/Name", 404, "Resource not found for the segment 'Name'."],
    ["GET", "accounts(ACCOUNT)/name/x", 404, "Resource not found for the segment 'x'."],
    [
      "GET",
      "Microsoft.Dynamics.CRM.WhoAmI",
      404,
      "Resource not found for the segment 'Microsoft.Dynamics.CRM.WhoAmI'.",
    ],
  ])("%s %s is %d", async (method, template, status, message) => {
    const answer = await client.call(method, path(template));
    expect([answer.status, answer.code, answer.message]).toEqual([status, "0x8006088a", message]);
  });

  it.each<[string, string, string]>([
    ["PATCH", "accounts", "GET, POST"],
    ["DELETE", "accounts", "GET, POST"],
    ["PUT", "accounts", "GET, POST"],
    ["POST", "accounts(ACCOUNT)", "GET, PATCH, DELETE"],
    ["PUT", "accounts(ACCOUNT)/primarycontactid", "GET"],
    ["DELETE", "accounts(ACCOUNT)/primarycontactid", "GET"],
    ["POST", "accounts/$count", "GET"],
    ["POST", "accounts(ACCOUNT)/name", "GET, PUT, DELETE"],
    ["POST", "accounts/$ref", "GET"],
    ["PUT", "accounts(ACCOUNT)/Account_Tasks/$ref", "GET, POST, DELETE"],
    ["POST", "accounts(ACCOUNT)/primarycontactid/$ref", "GET, PUT, DELETE"],
    ["DELETE", "$metadata", "GET"],
  ])("%s %s is 405 with what is allowed", async (method, template, allowed) => {
    const answer = await client.call(method, path(template), { body: method === "DELETE" ? undefined : {} });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, allowed]);
  });

  it.each(["PUT", "PATCH"])("says that the bytes of an image are not emulated by %s", async (method) => {
    const headers = { "Content-Type": "application/octet-stream" };
    const answer = await client.call(method, path("accounts(ACCOUNT)/entityimage"), { body: "bytes", headers });
    expect([answer.status, answer.code]).toEqual([501, "0x80040203"]);
  });

  it.each<[string, string, number, string]>([
    ["WhoAmI", "POST", 404, ""],
    ["accounts/CreateMultiple", "POST", 400, "0x80060888"],
    ["accounts/Microsoft.Dynamics.CRM.CreateMultiple", "POST", 400, "0x80060888"],
    ["accounts/Microsoft.Dynamics.CRM.CreateMultiple", "GET", 404, ""],
    ["$batch", "POST", 400, "0x80060888"],
    ["$batch", "GET", 405, "0x0"],
    ["NoSuchOperation", "GET", 404, "0x8006088a"],
    ["WhoAmI(Nosuch=1)", "GET", 400, "0x80048d19"],
    ["WhoAmI/UserId", "GET", 404, "0x8006088a"],
    ["RetrieveTotalRecordCount", "GET", 400, "0x80060888"],
  ])("the operation %s by %s is %d", async (operation, method, status, code) => {
    const answer = await client.call(method, operation, method === "POST" ? { body: {} } : {});
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  it.each(["accounts(not-a-guid)", "accounts('x')", "accounts(5)"])("%s is not a row: 400", async (segment) => {
    expect((await client.call("GET", segment)).status).toBe(400);
  });

  it("takes the named form of a primary key, except for users and teams", async () => {
    expect(await client.get(path("accounts(accountid=ACCOUNT)?$select=name"))).toMatchObject({ name: "Routed" });
    const { body: me } = await client.call("GET", "WhoAmI");
    expect((await client.call("GET", `systemusers(systemuserid=${String(me?.["UserId"])})`)).status).toBe(400);
  });

  it("serves the older versions and repeats the one that was asked for", async () => {
    const answer = await client.call("GET", `${client.emulator.url}/api/data/v9.0/accounts?$select=name&$top=1`);
    expect(answer.body?.["@odata.context"]).toBe(`${client.emulator.url}/api/data/v9.0/$metadata#accounts(name)`);
  });

  it("lists the entity sets in the service document", async () => {
    const { value } = (await client.get("")) as { value: object[] };
    expect(value).toContainEqual({ name: "accounts", kind: "EntitySet", url: "accounts" });
  });

  it("answers 414 to a URL beyond 32 KB", async () => {
    const answer = await client.call("GET", `accounts?$filter=name eq '${"x".repeat(33_000)}'`);
    expect(answer.status).toBe(414);
    // Node's own limit must not come first: the longest allowed URL is answered.
    const long = await client.call("GET", `accounts?$select=name&$filter=name eq '${"x".repeat(32_000)}'`);
    expect(long.status).toBe(200);
  });
});

describe("reading around a row", () => {
  it("puts a byte-order mark before the digits of a count", async () => {
    const answer = await client.call("GET", "accounts/$count?$filter=name eq 'Routed'");
    expect([answer.status, answer.headers.get("Content-Type"), answer.text]).toEqual([200, "text/plain", "\uFEFF1"]);
  });

  it("gives a property as text", async () => {
    const answer = await client.call("GET", path("accounts(ACCOUNT)/name/$value"));
    expect([answer.headers.get("Content-Type"), answer.text]).toEqual(["text/plain", "Routed"]);
  });

  it("writes money with four decimals, alone as in a row", async () => {
    const id = await client.create("accounts", { name: "Rich", revenue: 20000 });
    expect((await client.call("GET", `accounts(${id})/revenue`)).text).toContain('"value":20000.0000}');
    expect((await client.call("GET", `accounts(${id})/revenue/$value`)).text).toBe("20000.0000");
  });

  it("follows lookups, also two in a row, and answers 204 where one is empty", async () => {
    expect(await client.get(path("accounts(ACCOUNT)/primarycontactid?$select=lastname"))).toMatchObject({
      lastname: "Main",
    });
    expect(await client.get(path("accounts(ACCOUNT)/primarycontactid/lastname"))).toMatchObject({ value: "Main" });
    expect((await client.call("GET", path("accounts(ACCOUNT)/parentaccountid"))).status).toBe(204);
    expect((await client.call("GET", path("accounts(ACCOUNT)/parentaccountid/name"))).status).toBe(404);
  });

  it("finds a member of a collection only if it is in it", async () => {
    const task = await client.create("tasks", { subject: "Elsewhere" });
    expect((await client.call("GET", path(`accounts(ACCOUNT)/Account_Tasks(${task})`))).status).toBe(404);
    const created = await client.call("POST", path("accounts(ACCOUNT)/Account_Tasks"), {
      body: { subject: "Here" },
      headers: { Prefer: "return=representation" },
    });
    expect(created.body).toMatchObject({ _regardingobjectid_value: account });
    const member = path(`accounts(ACCOUNT)/Account_Tasks(${String(created.body?.["activityid"])})?$select=subject`);
    expect(await client.get(member)).toMatchObject({ subject: "Here" });
  });

  it("answers 404 where the parent does not exist", async () => {
    const answer = await client.call("GET", "accounts(66666666-0000-4000-8000-0000000000ff)/Account_Tasks");
    expect([answer.status, answer.code]).toEqual([404, "0x80040217"]);
  });
});

describe("operations", () => {
  it("says who asks, with or without parentheses", async () => {
    const answer = await client.get("WhoAmI()");
    expect(answer).toEqual(await client.get("WhoAmI"));
    expect(answer).toMatchObject({
      "@odata.context": `${client.emulator.url}/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
      UserId: applicationUsers.integration.userId,
    });
  });

  it("counts rows by table", async () => {
    const answer = await client.get('RetrieveTotalRecordCount(EntityNames=@p)?@p=["organization","systemuser"]');
    expect(answer).toMatchObject({
      EntityRecordCountCollection: { Count: 2, Keys: ["organization", "systemuser"], Values: [1, expect.any(Number)] },
    });
  });

  it("describes the organization at the address it was asked under", async () => {
    const answer = await client.get(
      "RetrieveCurrentOrganization(AccessType=@p)?@p=Microsoft.Dynamics.CRM.EndpointAccessType'Default'",
    );
    expect(answer).toMatchObject({
      Detail: { Endpoints: { Values: [`${client.emulator.url}/`, expect.anything(), expect.anything()] } },
    });
  });
});

describe("impersonation", () => {
  it("writes as the named user and remembers who did", async () => {
    const { value } = (await client.get(
      "systemusers?$filter=applicationid eq null and isdisabled eq false&$top=1",
    )) as {
      value: Record<string, string>[];
    };
    const { systemuserid: userId = "", azureactivedirectoryobjectid: objectId = "" } = value[0] ?? {};
    for (const headers of [{ MSCRMCallerID: userId }, { CallerObjectId: objectId }]) {
      const { body } = await client.call("POST", "accounts", {
        body: { name: "Impersonated" },
        headers: { ...headers, Prefer: "return=representation" },
      });
      expect(body).toMatchObject({
        _createdby_value: userId,
        _ownerid_value: userId,
        _createdonbehalfby_value: applicationUsers.integration.userId,
      });
    }
  });

  it.each<[string, Record<string, string>, number, string]>([
    ["a user that does not exist", { MSCRMCallerID: "66666666-0000-4000-8000-0000000000ff" }, 404, "0x80040217"],
    ["text that is no id", { CallerObjectId: "me" }, 400, "0x80040203"],
    ["a user without any role", { MSCRMCallerID: applicationUsers.withoutRole.userId }, 403, "0x80042f09"],
    ["a disabled user", { CallerObjectId: applicationUsers.disabled.objectId }, 403, "0x80040225"],
  ])("refuses %s", async (_what, headers, status, code) => {
    const answer = await client.call("GET", "WhoAmI", { headers });
    expect([answer.status, answer.code]).toEqual([status, code]);
  });
});

describe("errors", () => {
  it("carry details when annotations are asked for", async () => {
    const headers = { Prefer: 'odata.include-annotations="*"' };
    const { body } = await client.call("GET", "accounts(66666666-0000-4000-8000-0000000000ff)", { headers });
    expect(body?.["error"]).toMatchObject({
      code: "0x80040217",
      "@Microsoft.PowerApps.CDS.HelpLink": expect.stringContaining("%3a80040217") as string,
      "@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus": "0",
    });
  });

  it.each([
    "accounts?$filter=name eq",
    "accounts?$top=x",
    "accounts?$nosuch=1",
    "accounts(",
    "accounts?$filter=((((name eq 'x'",
  ])("%s is bad OData: 400 0x80060888", async (url) => {
    const answer = await client.call("GET", url);
    expect([answer.status, answer.code]).toEqual([400, "0x80060888"]);
  });
});
