import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const entityType = "accounts";
const missing = "99999999-0000-4000-8000-000000000001";
function fv(fields: Record<string, unknown>) {
  return Object.entries(fields).map(([key, value]) => ({ key, value }));
}

describe("a rejected key", () => {
  it.each(["getEntity", "updateEntity", "upsertEntity", "deleteEntity"])(
    "of a text column without apostrophes gets the right form: %s",
    async (action) => {
      const params = { entityType, entityId: "accountnumber=123", dynamicValues: { fax: "1" } };
      await expect(harness.run(action, params)).rejects.toThrow(
        "The value of a text column must be in apostrophes: accountnumber='123'.",
      );
    },
  );

  it("that is not an alternate key names its columns", async () => {
    await expect(
      harness.run("upsertEntity", { entityType, entityId: "name='Contoso'", dynamicValues: { fax: "1" } }),
    ).rejects.toThrow("An alternate key of the table with exactly these columns must be defined and active: name.");
  });

  it.each(["upsertEntity", "updateEntity", "getEntity", "deleteEntity"])(
    "without a value is rejected before any request: %s",
    async (action) => {
      await harness.requests();
      const params = { entityType, entityId: "accountnumber=''", dynamicValues: { fax: "1" } };
      await expect(harness.run(action, params)).rejects.toThrow(
        "Entity ID: the value of accountnumber in the alternate key is empty.",
      );
      expect(await harness.requests()).toEqual([]);
    },
  );

  it("without a value is rejected in a batch and in a lookup", async () => {
    const actions = [{ collection: "accounts", action: "upsert", key: "accountnumber=''", data: { name: "Ghost" } }];
    await expect(harness.run("batchEntityActions", { actions })).rejects.toThrow(/accountnumber in the alternate key/);
    const fieldValues = fv({ name: "Child", parentaccountid: "account(accountnumber='')" });
    await expect(harness.run("createEntity", { entityType, fieldValues })).rejects.toThrow(/parentaccountid/);
    const dynamicValues = { name: "Child", "parentaccountid@odata.bind": "/accounts(accountnumber='')" };
    await expect(harness.run("createEntity", { entityType, dynamicValues })).rejects.toThrow(
      /"parentaccountid@odata.bind": the value of accountnumber in the alternate key is empty/,
    );
  });
});

describe("a rejected create", () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      "names the lookup whose record does not exist by key",
      { fieldValues: fv({ name: "x", parentaccountid: "account(accountnumber='No One')" }) },
      `The lookup "parentaccountid" refers to accounts(accountnumber='No One').`,
    ],
    [
      "names the lookup whose record does not exist by ID",
      { fieldValues: fv({ name: "x", primarycontactid: missing }) },
      `The lookup "primarycontactid" refers to contacts(${missing}).`,
    ],
    [
      "names the lookup by columns that are not a key",
      { fieldValues: fv({ name: "x", parentaccountid: "account(name='Contoso')" }) },
      `refers to accounts(name='Contoso'); a lookup by columns requires an alternate key with exactly these.`,
    ],
    [
      "gives the form of a lookup in Dynamic Values",
      { dynamicValues: { name: "x", primarycontactid: missing } },
      `"primarycontactid" is a lookup: enter it in Field Value as table(<id>), or in Dynamic Values as "primarycontactid@odata.bind"`,
    ],
    [
      "names columns similar to one that does not exist",
      { dynamicValues: { name: "x", emailadress1: "a@example.com" } },
      "Similar: emailaddress1",
    ],
  ])("%s", async (_case, params, advice) => {
    await expect(harness.run("createEntity", { entityType, ...params })).rejects.toThrow(advice);
  });

  it("is reported without the names of .NET exceptions", async () => {
    await expect(harness.run("createEntity", { entityType, dynamicValues: { nosuchcolumn: 1 } })).rejects.toThrow(
      /^Create record in accounts failed: Invalid property 'nosuchcolumn' was found/,
    );
  });
});

it("gives the form of activity parties", async () => {
  await expect(
    harness.run("createEntity", { entityType: "emails", fieldValues: fv({ subject: "x", to: "a@example.com" }) }),
  ).rejects.toThrow(/"email_activity_parties": \[\{"partyid_contact@odata.bind"/);
});

it("explains that an update does not write activity parties", async () => {
  const { activityid } = await harness.run("createEntity", { entityType: "emails", dynamicValues: { subject: "x" } });
  const dynamicValues = { email_activity_parties: [{ addressused: "a@example.com", participationtypemask: 2 }] };
  await expect(
    harness.run("updateEntity", { entityType: "emails", entityId: activityid, dynamicValues }),
  ).rejects.toThrow("An update or upsert cannot write related records or activity parties");
});

it.each([
  ["bytes", Buffer.from("PDF")],
  ["the JSON form of bytes", JSON.parse(JSON.stringify(Buffer.from("PDF"))) as unknown],
  ["a file", { data: Buffer.from("PDF"), contentType: "application/pdf" }],
])("a text column takes %s as base64", async (_kind, documentbody) => {
  const note = await harness.run("createEntity", {
    ...{ entityType: "annotations", returnFieldNames: ["documentbody"] },
    fieldValues: fv({ subject: "x", filename: "x.pdf", documentbody }),
  });
  expect(note["documentbody"]).toBe("UERG");
});
