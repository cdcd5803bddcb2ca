import { type ThirdPartyClient, type Row, startThirdPartyClient } from "./startClient";

let session: ThirdPartyClient;
beforeAll(async () => {
  session = await startThirdPartyClient();
});
afterAll(() => session.close());

async function subjects(accountId: string): Promise<unknown[]> {
  const account = await session.client.retrieve<{ Account_Tasks: Row[] }>({
    collection: "accounts",
    key: accountId,
    select: ["name"],
    expand: [{ property: "Account_Tasks", select: ["subject"] }],
  });
  return account.Account_Tasks.map((task) => task["subject"]);
}

it("adds a row to a one-to-many relationship and takes it out", async () => {
  const accountId = await session.create("accounts", { name: "Parent" });
  const taskId = await session.create("tasks", { subject: "Child" });
  const link = { collection: "accounts", primaryKey: accountId, relationshipName: "Account_Tasks" };
  await session.client.associate({ ...link, relatedCollection: "tasks", relatedKey: taskId });
  expect(await subjects(accountId)).toEqual(["Child"]);
  await session.client.disassociate({ ...link, relatedKey: taskId });
  expect(await subjects(accountId)).toEqual([]);
});

it("links and unlinks rows of a many-to-many relationship, seen from either side", async () => {
  const opportunityId = await session.create("opportunities", { name: "River rafting adventure" });
  const competitorId = await session.create("competitors", { name: "Adventure Works" });
  const relationshipName = "opportunitycompetitors_association";
  const names = async (collection: string, key: string): Promise<unknown[]> => {
    const row = await session.client.retrieve<Record<string, Row[]>>({
      collection,
      key,
      select: ["name"],
      expand: [{ property: relationshipName, select: ["name"] }],
    });
    return (row[relationshipName] ?? []).map(({ name }) => name);
  };
  const link = { collection: "opportunities", primaryKey: opportunityId, relationshipName };
  await session.client.associate({ ...link, relatedCollection: "competitors", relatedKey: competitorId });
  expect(await names("opportunities", opportunityId)).toEqual(["Adventure Works"]);
  expect(await names("competitors", competitorId)).toEqual(["River rafting adventure"]);
  await session.client.disassociate({ ...link, relatedKey: competitorId });
  expect(await names("opportunities", opportunityId)).toEqual([]);
});

it("sets and clears a lookup", async () => {
  const accountId = await session.create("accounts", { name: "Looking" });
  const contactId = await session.create("contacts", { lastname: "Looked up" });
  const lookup = { collection: "accounts", primaryKey: accountId, navigationProperty: "primarycontactid" };
  const read = () =>
    session.client.retrieve<Row>({ collection: "accounts", key: accountId, select: ["_primarycontactid_value"] });
  await session.client.associateSingleValued({ ...lookup, relatedCollection: "contacts", relatedKey: contactId });
  expect(await read()).toMatchObject({ _primarycontactid_value: contactId });
  await session.client.disassociateSingleValued(lookup);
  expect(await read()).toMatchObject({ _primarycontactid_value: null });
});

it("acts for another user", async () => {
  const { client } = session;
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
  const answer = await session.client.callFunction<Row>("WhoAmI");
  expect(answer).toMatchObject({ UserId: guid, BusinessUnitId: guid, OrganizationId: guid });
});
