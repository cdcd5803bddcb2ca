import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
afterEach(() => harness.emulator.control.clearFaults());

type Written = Record<string, unknown> & { accountid: string };

async function linkedAccount(): Promise<string> {
  const { accountid } = await harness.run<Written>("createEntity", {
    entityType: "accounts",
    dynamicValues: { name: "Linked", primarycontactid: { lastname: "Linked" } },
  });
  await harness.requests();
  return accountid;
}

async function contactOf(accountid: string): Promise<unknown> {
  const fieldNames = ["_primarycontactid_value"];
  return (await harness.run("getEntity", { entityType: "accounts", entityId: accountid, fieldNames }))[
    "_primarycontactid_value"
  ];
}

const emptied = [{ key: "primarycontactid", value: "" }];

describe("an empty lookup on an update", () => {
  it("is emptied in one round trip when Return Record is false", async () => {
    const entityId = await linkedAccount();
    const update = { entityType: "accounts", entityId, fieldValues: emptied, returnRecord: "false" };
    await harness.run("updateEntity", update);
    await harness.requests();
    expect(await harness.run("updateEntity", update)).toEqual({ entitySetName: "accounts", id: entityId });
    expect(await harness.requests()).toEqual([`PATCH accounts(${entityId})?$select=_primarycontactid_value -> 200`]);
    expect(await contactOf(entityId)).toBeNull();
  });

  it.each<["ignored" | "rejected", string]>([
    ["ignored", "true"],
    ["ignored", "false"],
    ["rejected", "true"],
    ["rejected", "false"],
  ])("is emptied where the service has null %s, with Return Record %s", async (outcome, returnRecord) => {
    const entityId = await linkedAccount();
    await harness.emulator.control.addFaults([
      { match: { method: "PATCH" }, times: 5, fault: { kind: "null-bindings", outcome } },
    ]);
    const record = await harness.run("updateEntity", {
      ...{ entityType: "accounts", entityId, returnRecord, returnFieldNames: ["fax"] },
      fieldValues: [...emptied, { key: "fax", value: "1" }],
    });
    expect(await contactOf(entityId)).toBeNull();
    expect(Object.keys(record)).not.toContain("_primarycontactid_value");
    expect(record["fax"]).toBe(returnRecord === "true" ? "1" : undefined);
  });

  it("is emptied by the navigation property of the present table when there are several", async () => {
    const contact = await harness.run("createEntity", {
      entityType: "contacts",
      fieldValues: [
        { key: "lastname", value: "Linked" },
        { key: "parentcustomerid", value: `account(${await linkedAccount()})` },
      ],
    });
    await harness.emulator.control.addFaults([
      { match: { method: "PATCH" }, fault: { kind: "null-bindings", outcome: "ignored" } },
    ]);
    const updated = await harness.run("updateEntity", {
      ...{ entityType: "contacts", entityId: contact["contactid"] },
      dynamicValues: { "parentcustomerid_contact@odata.bind": null },
    });
    expect(updated["_parentcustomerid_value"]).toBeNull();
  });

  it("reports the mistake in another field when the service rejects the update for it", async () => {
    const update = {
      ...{ entityType: "accounts", entityId: await linkedAccount(), fieldValues: emptied },
      dynamicValues: { nosuchcolumn: 1 },
    };
    await expect(harness.run("updateEntity", update)).rejects.toThrow(/nosuchcolumn/);
    expect(await contactOf(update.entityId)).not.toBeNull();
  });

  it("reports what is done and what is not when the lookup cannot be emptied", async () => {
    const entityId = await linkedAccount();
    await harness.emulator.control.addFaults([
      { match: { method: "PATCH" }, fault: { kind: "null-bindings", outcome: "ignored" } },
      { match: { method: "DELETE" }, fault: { kind: "status", status: 403, message: "Missing privilege." } },
    ]);
    await expect(
      harness.run("updateEntity", { entityType: "accounts", entityId, fieldValues: emptied }),
    ).rejects.toThrow(/is done, except that these lookups could not be emptied: primarycontactid\..*Missing privilege/);
  });

  it.each(["updateEntity", "upsertEntity"])(
    "is rejected by %s before the write when it is the owner",
    async (action) => {
      const params = {
        entityType: "accounts",
        entityId: await linkedAccount(),
        fieldValues: [{ key: "ownerid", value: "" }],
      };
      await expect(harness.run(action, params)).rejects.toThrow(/"ownerid" cannot be emptied/);
      expect((await harness.requests()).filter((line) => line.startsWith("PATCH"))).toEqual([]);
    },
  );
});

describe("an empty lookup of a new record", () => {
  const nulls = { primarycontactid: "", ownerid: "" };
  const fieldValues = Object.entries({ name: "New", ...nulls }).map(([key, value]) => ({ key, value }));
  it.each<[string, Record<string, unknown>]>([
    ["createEntity", { fieldValues }],
    ["createEntity", { recordId: "dddddddd-0000-4000-8000-000000000c01", fieldValues }],
    ["createEntity", { dynamicValues: { name: "New", "primarycontactid@odata.bind": null } }],
    ["upsertEntity", { entityId: "accountnumber='C-1'", fieldValues: fieldValues.slice(0, 2) }],
    ["upsertEntity", { entityId: "accountnumber='C/1'", fieldValues: fieldValues.slice(0, 2) }],
  ])("does not endanger %s with %j", async (action, params) => {
    await harness.emulator.control.addFaults([
      { match: { path: "accounts" }, times: 5, fault: { kind: "null-bindings", outcome: "rejected" } },
    ]);
    expect(await harness.run(action, { entityType: "accounts", ...params })).toMatchObject({ name: "New" });
  });
});
