import { createConnection, createHarness } from "@prismatic-io/spectral/dist/testing";
import type { Fault } from "../../emulator";
import component from "../../src";
import { clientCredentials } from "../../src/connections/clientCredentials";
import { type Harness, startHarness } from "../harness/startHarness";

/** The facts that are certain after a lost response, and the messages that report them. */
let harness: Harness;
beforeAll(async () => {
  jest.spyOn(Math, "random").mockReturnValue(0);
  harness = await startHarness();
});
afterAll(async () => {
  jest.restoreAllMocks();
  await harness.close();
});
beforeEach(async () => {
  await harness.freshConnection();
  await harness.emulator.control.clearFaults();
  await harness.requests();
});

function disturb(method: string, fault: Fault) {
  return harness.emulator.control.addFaults([{ match: { method, path: "/api/data/" }, times: 1, fault }]);
}

const recordId = "0a1b2c3d-0000-4000-8000-00000000000a";

describe("a create with Record ID", () => {
  const create = (name: string, more: object = {}) =>
    harness.run("createEntity", { entityType: "accounts", recordId, dynamicValues: { name }, ...more });
  const nameOf = async () => (await harness.run("getEntity", { entityType: "accounts", entityId: recordId }))["name"];

  it.each(["reset", "reset-after-commit"] as const)("is repeated after a %s, and made once", async (kind) => {
    await disturb("PATCH", { kind });
    const fields = ["name", "revenue"];
    const dynamicValues = { name: "Larch", revenue: 20000.5, "ownerid@odata.bind": undefined };
    const record = await create("Larch", { returnFieldNames: fields, dynamicValues });
    expect(record).toMatchObject({ name: "Larch", revenue: 20000.5, accountid: recordId });
    expect(Object.keys(record)).not.toContain("createdon");
    await harness.run("deleteEntity", { entityType: "accounts", entityId: recordId });
  });

  it.each([{ kind: "reset" } as const, { kind: "status", status: 503, retryAfter: 0 } as const])(
    "never takes another record with that ID for its own, after %j",
    async (fault) => {
      await create("Old");
      await disturb("PATCH", fault);
      const refused = create("New");
      await expect(refused).rejects.toMatchObject({ status: 412, mayHaveRun: true });
      await expect(refused).rejects.toThrow("may have made the change");
      expect(await nameOf()).toBe("Old");
      await harness.run("deleteEntity", { entityType: "accounts", entityId: recordId });
    },
  );

  it("takes no record for its own that was there long before, though it holds the same values", async () => {
    const [old] = await harness.pick("entities", { entityType: "accounts" });
    const { name } = await harness.run("getEntity", { entityType: "accounts", entityId: old?.key, fieldNames: "name" });
    await disturb("PATCH", { kind: "reset" });
    const again = create(String(name), { recordId: old?.key });
    await expect(again).rejects.toMatchObject({ status: 412, mayHaveRun: true });
  });

  it("keeps the refusal of a key that another record has", async () => {
    await disturb("PATCH", { kind: "reset" });
    const dynamicValues = { name: "Twin", accountnumber: "A-1001" };
    await expect(create("Twin", { dynamicValues })).rejects.toMatchObject({ status: 412, code: "0x80060892" });
  });
});

describe("an upsert by a key that no URL can carry", () => {
  it.each(["reset", "reset-after-commit"] as const)("creates once after a %s", async (kind) => {
    const upsert = { entityType: "accounts", entityId: `accountnumber='A/${kind}'`, dynamicValues: { name: kind } };
    await disturb("PATCH", { kind });
    expect(await harness.run("upsertEntity", upsert)).toMatchObject({ name: kind, "@created": true });
    const filterExpression = `name eq '${kind}'`;
    const { value } = await harness.run<{ value: object[] }>("queryEntities", {
      entityType: "accounts",
      filterExpression,
    });
    expect(value).toHaveLength(1);
  });
});

it("says that the outcome is unknown after a server error that is not Dataverse's own", async () => {
  const body = { contentType: "text/html", body: "<html></html>", afterCommit: true };
  await disturb("POST", { kind: "body", status: 500, ...body });
  const create = harness.run("createEntity", { entityType: "accounts", dynamicValues: { name: "Foreign" } });
  await expect(create).rejects.toMatchObject({ status: 500, mayHaveRun: true });
  await expect(create).rejects.toThrow(
    "It is unknown whether Dataverse carried the request out. A create with Record ID",
  );
});

describe("an upsert by alternate key that returns no record", () => {
  const upsert = () =>
    harness.run("upsertEntity", {
      entityType: "accounts",
      entityId: "accountnumber='A-1005'",
      dynamicValues: { "parentaccountid@odata.bind": "/accounts(accountnumber='A-1006')" },
      returnRecord: "false",
    });
  const withoutDefinitions = () =>
    harness.emulator.control.addFaults([
      { match: { path: "EntityDefinitions" }, fault: { kind: "status", status: 400, message: "No definitions" } },
    ]);

  it("learns the ID from its own answer", async () => {
    await withoutDefinitions();
    expect(await upsert()).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, "@created": false });
  });

  it("says that it is done when only the ID cannot be read", async () => {
    await withoutDefinitions();
    const contentType = "application/json";
    await disturb("PATCH", { kind: "body", status: 200, contentType, body: '{"@odata.context":"x","name":"Larch"}' });
    const done = upsert();
    await expect(done).rejects.toThrow(
      "is done, but the record's ID could not be read: Read the columns of accounts failed",
    );
    await expect(done).rejects.toMatchObject({ mayHaveRun: true, isTransient: false });
  });
});

it("says that a column is there when only publishing it fails", async () => {
  await harness.emulator.control.addFaults([
    { match: { path: "PublishXml" }, fault: { kind: "status", status: 400, code: "0x1", message: "Not now" } },
  ]);
  const attributeBody = {
    "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
    SchemaName: "new_Late",
    DisplayName: { LocalizedLabels: [{ Label: "Late", LanguageCode: 1033 }] },
    RequiredLevel: { Value: "None" },
    MaxLength: 100,
  };
  await expect(harness.run("createAttribute", { entityId: "account", attributeBody, publish: "true" })).rejects.toThrow(
    "The column new_Late of account is created; publishing account failed: Not now",
  );
});

describe("an execution", () => {
  const sdkHarness = createHarness(component);
  const whoAmI = async (clientId: string, startedAgoMs: number) => {
    const { webApiUrl } = harness.emulator.connection;
    const token = { access_token: await harness.emulator.connection.token() };
    const connection = createConnection(clientCredentials, { webApiUrl, clientId }, token);
    const startedAt = new Date(Date.now() - startedAgoMs).toISOString();
    return sdkHarness.action("getCurrentUser", { connection }, { startedAt });
  };

  it("waits for nothing when its time is over", async () => {
    await disturb("GET", { kind: "status", status: 429, retryAfter: 30 });
    await expect(whoAmI("late", 14.5 * 60_000)).rejects.toThrow("is longer than the time left for this step");
  });

  it("waits for no answer beyond the platform's 15 minutes", async () => {
    await disturb("GET", { kind: "delay", ms: 10_000 });
    await expect(whoAmI("later", 15 * 60_000 - 11_500)).rejects.toThrow(
      /no complete response arrived within 1\d{3} ms/,
    );
  });

  it("sends nothing that had to wait for a place until its time was over", async () => {
    await harness.emulator.control.setLimits({ dopHint: 1 });
    await whoAmI("queued", 0);
    await harness.requests();
    await disturb("GET", { kind: "delay", ms: 10_000 });
    const steps = Array.from({ length: 4 }, () => whoAmI("queued", 15 * 60_000 - 11_500));
    const [first, ...others] = await Promise.allSettled(steps);
    expect(first).toMatchObject({ status: "rejected" });
    for (const other of others) expect(String((other as PromiseRejectedResult).reason)).toContain("was not sent");
    expect(await harness.requests()).toEqual([]);
    await harness.emulator.control.setLimits({});
  });

  it("keeps to a pause however many other identities were served since", async () => {
    await disturb("GET", { kind: "status", status: 429, retryAfter: 60 });
    await expect(whoAmI("paused", 13.8 * 60_000)).rejects.toThrow("is longer than the time left");
    for (let other = 0; other < 60; other++) await whoAmI(`other ${other}`, 0);
    await harness.requests();
    await expect(whoAmI("paused", 13.8 * 60_000)).rejects.toThrow("was not sent: Dataverse throttles this user");
    expect(await harness.requests()).toEqual([]);
  });
});
