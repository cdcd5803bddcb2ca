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

function entity(attributes: [string, unknown][]) {
  return {
    __type: `Entity:${contracts}`,
    Attributes: attributes.map(([key, value]) => ({ key, value })),
    FormattedValues: [{ key: "statuscode", value: "Active" }],
    Id: recordId,
    LogicalName: "account",
  };
}

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

  const reference = (id: string, logicalName: string, key: [string, unknown][] = []) => ({
    __type: `EntityReference:${contracts}`,
    Id: id,
    KeyAttributes: key.map(([name, value]) => ({ key: name, value })),
    LogicalName: logicalName,
    Name: null,
  });
  const message = (name: string, parameters: Record<string, unknown>) => ({
    body: {
      data: {
        ...update,
        MessageName: name,
        InputParameters: Object.entries(parameters).map(([key, value]) => ({ key, value })),
      },
    },
  });

  it("has every record of a bulk message as plain values", async () => {
    const Entities = [entity([["name", "A"]]), entity([["fax", "1"]])];
    const { payload } = await receive(
      message("CreateMultiple", {
        Targets: { __type: `EntityCollection:${contracts}`, Entities, EntityName: "account" },
      }),
    );
    expect(payload).toMatchObject({
      targets: [
        { id: recordId, logicalName: "account", name: "A" },
        { id: recordId, fax: "1" },
      ],
      changedColumns: ["name", "fax"],
    });
  });

  it.each([
    [
      "Associate",
      {
        Target: reference(recordId, "account"),
        Relationship: { __type: `Relationship:${contracts}`, SchemaName: "accountleads_association" },
        RelatedEntities: [reference(contactId, "lead")],
      },
      {
        Target: { id: recordId, logicalName: "account", name: null },
        Relationship: { SchemaName: "accountleads_association" },
        RelatedEntities: [{ id: contactId, logicalName: "lead", name: null }],
      },
    ],
    [
      "Assign",
      { Target: reference(recordId, "account"), Assignee: reference(contactId, "systemuser") },
      { Assignee: { id: contactId, logicalName: "systemuser", name: null } },
    ],
    [
      "SetState",
      {
        EntityMoniker: reference(recordId, "account"),
        State: { __type: `OptionSetValue:${contracts}`, Value: 1 },
        Status: { __type: `OptionSetValue:${contracts}`, Value: 2 },
      },
      { State: 1, Status: 2 },
    ],
    [
      "Close",
      {
        IncidentResolution: entity([["subject", "Solved"]]),
        Status: { __type: `OptionSetValue:${contracts}`, Value: 5 },
      },
      { IncidentResolution: { subject: "Solved" }, Status: 5 },
    ],
    [
      "new_DoIt",
      { Amount: { __type: `Money:${contracts}`, Value: 5 }, When: "/Date(0)/", Names: ["a", "b"] },
      { Amount: 5, When: "1970-01-01T00:00:00.000Z", Names: ["a", "b"] },
    ],
  ])("keeps every parameter of %s as plain values", async (name, parameters, expected) => {
    const { payload } = await receive(message(name, parameters));
    expect(payload).toMatchObject({ messageName: name, parameters: expected });
  });

  it("keeps the alternate key of a record and of a lookup", async () => {
    const empty = "00000000-0000-0000-0000-000000000000";
    const target = {
      ...entity([["parentcustomerid", reference(empty, "account", [["accountnumber", "A-1"]])]]),
      KeyAttributes: [{ key: "emailaddress1", value: "ann@example.com" }],
    };
    const { payload } = await receive(message("Update", { Target: target }));
    expect(payload).toMatchObject({
      target: {
        keyAttributes: { emailaddress1: "ann@example.com" },
        parentcustomerid: { id: empty, logicalName: "account", keyAttributes: { accountnumber: "A-1" } },
      },
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

describe("a request that is not an event", () => {
  it.each([
    ["text", "hello"],
    ["half of JSON", '{"MessageName":'],
  ])("ends the run when its body is %s", async (_what, data) => {
    await expect(receive({ body: { data } })).rejects.toThrow("not JSON");
  });

  it.each([
    ["another JSON object", { hello: 1 }],
    ["a JSON number", 5],
    ["a list", [update]],
  ])("is an event with its body when that is %s", async (_what, data) => {
    const { branch, payload } = await receive({
      headers: { "x-ms-dynamics-request-name": "new_Sync" },
      body: { data },
    });
    expect(branch).toBe("Event");
    expect(payload).toMatchObject({ bodyData: data, body: { data }, messageName: "new_Sync" });
  });

  it.each([{}, "validate", { hello: 1 }, update])(
    "is a heartbeat when it validates the URL, with the body %j",
    async (data) => {
      const validation = { headers: { "x-ms-dynamics-request-name": "URL_VALIDATION" }, body: { data } };
      expect(await receive(validation)).toMatchObject({
        branch: "URL Validation / Heartbeat",
        response: { statusCode: 200 },
      });
    },
  );

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
  ])("that is %s ends the run, and the error holds neither the key nor the body", async (_case, payload) => {
    const error: unknown = await receive({ ...payload, body: { data: update } }, key).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toContain("webhook authentication key");
    expect((error as Error).message).not.toContain(key);
    expect((error as Error).message).not.toContain("Larch Ltd");
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

it("accepts any body that is JSON, and rejects any other", async () => {
  await fc.assert(
    fc.asyncProperty(fc.anything(), fc.dictionary(fc.string(), fc.string()), async (data, query) => {
      const result = await receive({ body: { data }, queryParameters: query }).catch((error: Error) => error);
      if (result instanceof Error) expect(result.message).toContain("not JSON");
      else expect(result.response.statusCode).toBe(200);
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const context = { ...update, InputParameters: value, PreEntityImages: value, OperationCreatedOn: value };
      expect((await receive({ body: { data: context } })).response.statusCode).toBe(200);
    }),
  );
});
