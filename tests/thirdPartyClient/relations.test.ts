import { type ForeignClient, type Row, startForeignClient } from "./startClient";

let foreign: ForeignClient;
beforeAll(async () => {
  foreign = await startForeignClient();
});
afterAll(() => foreign.close());

const subjects = async (accountId: string): Promise<unknown[]> => {
  const account = await foreign.client.retrieve<{ Account_Tasks: Row[] }>({
    collection: "accounts",
    key: accountId,
    select: ["name"],
    expand: [{ property: "Account_Tasks", select: ["subject"] }],
  });
  return account.Account_Tasks.map((task) => task["subject"]);
};

it("adds a row to a one-to-many relationship and takes it out", async () => {
  const accountId = await foreign.create("accounts", { name: "Parent" });
  const taskId = await foreign.create("tasks", { subject: "Child" });
  const link = { collection: "accounts", primaryKey: accountId, relationshipName: "Account_Tasks" };
  await foreign.client.associate({ ...link, relatedCollection: "tasks", relatedKey: taskId });
  expect(await subjects(accountId)).toEqual(["Child"]);
  await foreign.client.disassociate({ ...link, relatedKey: taskId });
  expect(await subjects(accountId)).toEqual([]);
});

it("links and unlinks rows of a many-to-many relationship, seen from either side", async () => {
  const opportunityId = await foreign.create("opportunities", { name: "River rafting adventure" });
  const competitorId = await foreign.create("competitors", { name: "Adventure Works" });
  const relationshipName = "opportunitycompetitors_association";
  const names = async (collection: string, key: string): Promise<unknown[]> => {
    const row = await foreign.client.retrieve<Record<string, Row[]>>({
      collection,
      key,
      select: ["name"],
      expand: [{ property: relationshipName, select: ["name"] }],
    });
    return (row[relationshipName] ?? []).map(({ name }) => name);
  };
  const link = { collection: "opportunities", primaryKey: opportunityId, relationshipName };
  await foreign.client.associate({ ...link, relatedCollection: "competitors", relatedKey: competitorId });
  expect(await names("opportunities", opportunityId)).toEqual(["Adventure Works"]);
  expect(await names("competitors", competitorId)).toEqual(["River rafting adventure"]);
  await foreign.client.disassociate({ ...link, relatedKey: competitorId });
  expect(await names("opportunities", opportunityId)).toEqual([]);
});

it("sets and clears a lookup", async () => {
  const accountId = await foreign.create("accounts", { name: "Looking" });
  const contactId = await foreign.create("contacts", { lastname: "Looked up" });
  const lookup = { collection: "accounts", primaryKey: accountId, navigationProperty: "primarycontactid" };
  const read = () =>
    foreign.client.retrieve<Row>({ collection: "accounts", key: accountId, select: ["_primarycontactid_value"] });
  await foreign.client.associateSingleValued({ ...lookup, relatedCollection: "contacts", relatedKey: contactId });
  expect(await read()).toMatchObject({ _primarycontactid_value: contactId });
  await foreign.client.disassociateSingleValued(lookup);
  expect(await read()).toMatchObject({ _primarycontactid_value: null });
});

it("acts for another user", async () => {
  const { client } = foreign;
  const users = await client.retrieveMultiple<Row>({
    collection: "systemusers",
    select: ["fullname"],
    filter: "isdisabled eq false and accessmode eq 0",
    top: 1,
  });
  const userId = String(users.value[0]?.["systemuserid"]);
  const caller = await client.callFunction<{ UserId: string }>("WhoAmI");
  const accountId = await client.create<object, string>({
    collection: "accounts",
    data: { name: "On behalf" },
    impersonate: userId,
  });
  const account = await client.retrieve<Row>({
    collection: "accounts",
    key: accountId,
    select: ["_createdby_value", "_createdonbehalfby_value"],
  });
  expect(account).toMatchObject({ _createdby_value: userId, _createdonbehalfby_value: caller.UserId });
});

it("says who is calling", async () => {
  const guid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;
  const answer = await foreign.client.callFunction<Row>("WhoAmI");
  expect(answer).toMatchObject({ UserId: guid, BusinessUnitId: guid, OrganizationId: guid });
});
