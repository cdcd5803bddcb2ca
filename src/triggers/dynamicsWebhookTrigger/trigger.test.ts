import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { createHarness } from "@prismatic-io/spectral/dist/testing";
import fc from "fast-check";
import component from "../..";

const harness = createHarness(component);

interface Result {
  branch: string;
  response: { statusCode: number; body?: string };
  payload: Record<string, unknown>;
}

function receive(
  payload: Record<string, unknown>,
  webhookKey = "",
  context: Record<string, unknown> = {},
): Promise<Result> {
  const given = {
    headers: {},
    queryParameters: {},
    body: { data: undefined },
    rawBody: { data: undefined },
    ...payload,
  };
  return harness.trigger(
    "dynamicsWebhookTrigger",
    given,
    { webhookKey },
    context,
  ) as Promise<unknown> as Promise<Result>;
}

const contracts = "http://schemas.microsoft.com/xrm/2011/Contracts";
const recordId = "11111111-2222-4333-8444-555555555501";
const contactId = "11111111-2222-4333-8444-555555555502";

const entity = (attributes: [string, unknown][]) => ({
  __type: `Entity:${contracts}`,
  Attributes: attributes.map(([key, value]) => ({ key, value })),
  FormattedValues: [{ key: "statuscode", value: "Active" }],
  Id: recordId,
  LogicalName: "account",
});

const update = {
  BusinessUnitId: "b",
  CorrelationId: "c",
  Depth: 2,
  InitiatingUserId: "i",
  InputParameters: [
    {
      key: "Target",
      value: entity([
        ["name", "Larch Ltd"],
        ["revenue", { __type: `Money:${contracts}`, Value: 20000.5 }],
        ["statuscode", { __type: `OptionSetValue:${contracts}`, Value: 1 }],
        ["new_colors", { __type: `OptionSetValueCollection:${contracts}`, Values: [{ Value: 1 }, { Value: 9 }] }],
        [
          "primarycontactid",
          {
            __type: `EntityReference:${contracts}`,
            Id: contactId,
            KeyAttributes: [],
            LogicalName: "contact",
            Name: "Ann",
          },
        ],
        ["modifiedon", "/Date(1755850244000)/"],
        ["lastonholdtime", "/Date(1755850245000-0700)/"],
        ["fax", null],
      ]),
    },
  ],
  MessageName: "Update",
  OperationCreatedOn: "/Date(1755850245000-0000)/",
  OrganizationName: "demo",
  OutputParameters: [],
  PostEntityImages: [{ key: "after", value: entity([["name", "Larch Ltd"]]) }],
  PreEntityImages: [{ key: "before", value: entity([["name", "Larch"]]) }],
  PrimaryEntityId: recordId,
  PrimaryEntityName: "account",
  RequestId: "r",
  SharedVariables: [{ key: "tag", value: "abc" }],
  UserId: "u",
};
const headers = {
  "X-MS-Dynamics-Organization": "demo.crm.dynamics.com",
  "x-ms-dynamics-entity-name": "account",
  "x-ms-dynamics-request-name": "Update",
};

describe("an event", () => {
  it("keeps what the published connector's payload had", async () => {
    const { branch, response, payload } = await receive({ headers, body: { data: update }, pathFragment: "x" });
    expect(branch).toBe("Event");
    expect(response.statusCode).toBe(200);
    expect(payload).toMatchObject({
      headers,
      pathFragment: "x",
      body: { data: update },
      bodyData: update,
      requestId: "r",
      organization: "demo.crm.dynamics.com",
      entityName: "account",
      inputParameters: update.InputParameters,
      initiatingUserId: "i",
      messageName: "Update",
    });
  });

  it("shows the changed columns and the images as plain objects", async () => {
    const { payload } = await receive({ headers, body: { data: update } });
    expect(payload).toMatchObject({
      primaryEntityName: "account",
      primaryEntityId: recordId,
      target: {
        id: recordId,
        logicalName: "account",
        name: "Larch Ltd",
        revenue: 20000.5,
        statuscode: 1,
        new_colors: [1, 9],
        primarycontactid: { id: contactId, logicalName: "contact", name: "Ann" },
        modifiedon: "2025-08-22T08:10:44.000Z",
        lastonholdtime: "2025-08-22T08:10:45.000Z",
        fax: null,
      },
      changedColumns: [
        "name",
        "revenue",
        "statuscode",
        "new_colors",
        "primarycontactid",
        "modifiedon",
        "lastonholdtime",
        "fax",
      ],
      formattedValues: { statuscode: "Active" },
      preImages: { before: { name: "Larch" } },
      postImages: { after: { name: "Larch Ltd" } },
      sharedVariables: { tag: "abc" },
      depth: 2,
      userId: "u",
      correlationId: "c",
      operationCreatedOn: "2025-08-22T08:10:45.000Z",
      isSizeExceeded: false,
    });
  });

  it("of a deletion has the reference as its target", async () => {
    const reference = {
      __type: `EntityReference:${contracts}`,
      Id: recordId,
      KeyAttributes: [],
      LogicalName: "account",
      Name: null,
    };
    const { payload } = await receive({
      body: { data: { ...update, MessageName: "Delete", InputParameters: [{ key: "Target", value: reference }] } },
    });
    expect(payload).toMatchObject({
      messageName: "Delete",
      target: { id: recordId, logicalName: "account", name: null },
      changedColumns: [],
    });
  });

  it("says when Dataverse left parts of it out because of its size", async () => {
    const { InputParameters: _input, PreEntityImages: _pre, PostEntityImages: _post, ...cut } = update;
    const { payload, branch } = await receive({
      headers: { ...headers, "x-ms-dynamics-msg-size-exceeded": "true" },
      body: { data: cut },
    });
    expect(branch).toBe("Event");
    expect(payload).toMatchObject({
      isSizeExceeded: true,
      primaryEntityId: recordId,
      target: undefined,
      changedColumns: [],
      preImages: {},
    });
  });

  it.each([
    ["parsed", { body: { data: update } }],
    ["as text", { body: { data: JSON.stringify(update) } }],
    ["as text with a byte order mark", { body: { data: `\uFEFF${JSON.stringify(update)}` } }],
    ["as a Buffer", { body: { data: Buffer.from(JSON.stringify(update)) } }],
    ["as an ArrayBuffer", { body: { data: new Uint8Array(Buffer.from(JSON.stringify(update))).buffer } }],
    ["as a Buffer that went through JSON", { body: { data: Buffer.from(JSON.stringify(update)).toJSON() } }],
    ["in the raw body only", { rawBody: { data: Buffer.from(JSON.stringify(update)) } }],
    ["in the raw body, with an empty parsed one", { body: { data: {} }, rawBody: { data: JSON.stringify(update) } }],
  ])("works with a body that arrives %s", async (_form, payload) => {
    expect(await receive(payload)).toMatchObject({ branch: "Event", payload: { messageName: "Update" } });
  });

  const vector = path.resolve(
    __dirname,
    "../../../../shared/vectors/wire-v9.2/webhook-update-contact.RemoteExecutionContext.json",
  );
  const published = existsSync(vector) || process.env["CI"] ? it : it.skip;
  published("is read from Microsoft's published body", async () => {
    const { payload } = await receive({ body: { data: readFileSync(vector, "utf8") } });
    expect(payload).toMatchObject({
      messageName: "Update",
      primaryEntityName: "contact",
      target: {
        firstname: "James",
        modifiedon: "2017-09-26T00:04:07.000Z",
        modifiedby: { logicalName: "systemuser" },
        modifiedonbehalfby: null,
      },
    });
  });
});

describe("a request that is no event", () => {
  it.each([
    ["text", "hello", "not JSON"],
    ["half of JSON", '{"MessageName":', "not JSON"],
    ["another JSON object", { hello: 1 }, "not a RemoteExecutionContext"],
    ["a JSON number", 5, "not a RemoteExecutionContext"],
    ["a list", [update], "not a RemoteExecutionContext"],
  ])("with %s as its body is answered 400 and runs nothing", async (_what, data, problem) => {
    const { branch, response } = await receive({ body: { data } });
    expect(response).toMatchObject({ statusCode: 400, body: expect.stringContaining(problem) as string });
    expect(["Event", "URL Validation / Heartbeat"]).not.toContain(branch);
  });

  it("with an empty body is a heartbeat", async () => {
    expect(await receive({})).toMatchObject({ branch: "URL Validation / Heartbeat", response: { statusCode: 200 } });
    const validation = await receive({ queryParameters: { validationToken: "echo me" } });
    expect(validation).toMatchObject({
      branch: "URL Validation / Heartbeat",
      response: { statusCode: 200, body: "echo me" },
    });
  });
});

describe("the authentication key", () => {
  const key = "s3cret-webhook-key";

  it.each([
    ["as the webhook key", { queryParameters: { code: key } }],
    ["in a query string parameter", { queryParameters: { anything: key } }],
    ["in a header", { headers: { "X-Hook-Key": key } }],
  ])("is found %s", async (_place, payload) => {
    expect(await receive({ ...payload, body: { data: update } }, key)).toMatchObject({
      branch: "Event",
      response: { statusCode: 200 },
    });
  });

  it.each([
    ["missing", {}],
    ["wrong", { queryParameters: { code: "wrong" } }],
    ["a part of it", { queryParameters: { code: key.slice(0, -1) } }],
    ["longer", { headers: { "x-hook-key": `${key}x` } }],
  ])("that is %s is answered 401 and runs nothing", async (_case, payload) => {
    const result = await receive({ ...payload, body: { data: update } }, key);
    expect(result.response.statusCode).toBe(401);
    expect(["Event", "URL Validation / Heartbeat"]).not.toContain(result.branch);
    expect(result.payload).not.toHaveProperty("bodyData");
    expect(JSON.stringify(result.payload)).not.toContain("Larch Ltd");
    expect(JSON.stringify(result.response)).not.toContain(key);
  });

  it("is not needed in the designer's test run", async () => {
    expect(await receive({ body: { data: update } }, key, { isSimulatedTestExecution: true })).toMatchObject({
      branch: "Event",
    });
    expect(await receive({}, key, { isSimulatedTestExecution: true })).toMatchObject({
      branch: "URL Validation / Heartbeat",
    });
  });
});

it("answers any body without failing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.anything(), fc.dictionary(fc.string(), fc.string()), async (data, query) => {
      expect([200, 400]).toContain((await receive({ body: { data }, queryParameters: query })).response.statusCode);
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const context = { ...update, InputParameters: value, PreEntityImages: value, OperationCreatedOn: value };
      expect((await receive({ body: { data: context } })).response.statusCode).toBe(200);
    }),
  );
});
