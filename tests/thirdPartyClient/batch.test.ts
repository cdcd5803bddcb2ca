import { startThirdPartyClient, type ThirdPartyClient, type Row } from "./startClient";

let session: ThirdPartyClient;
beforeAll(async () => {
  session = await startThirdPartyClient();
});
afterAll(() => session.close());

async function namesLike(prefix: string): Promise<unknown[]> {
  const { value } = await session.client.retrieveMultiple<Row>({
    collection: "accounts",
    select: ["name"],
    filter: `startswith(name,'${prefix}')`,
    orderBy: ["name"],
  });
  return value.map(({ name }) => name);
}

describe("a batch of the third-party client", () => {
  it("writes in one change set and reads what it wrote", async () => {
    const { client } = session;
    const changed = await session.create("accounts", { name: "batch changed" });
    const deleted = await session.create("accounts", { name: "batch deleted" });
    client.startBatch();
    void client.create({ collection: "accounts", data: { name: "batch created" } });
    void client.update({ collection: "accounts", key: changed, data: { name: "batch updated" } });
    void client.upsert({ collection: "accounts", key: "accountnumber='BATCH-1'", data: { name: "batch upserted" } });
    void client.deleteRecord({ collection: "accounts", key: deleted });
    void client.retrieveMultiple({ collection: "accounts", select: ["name"], filter: "startswith(name,'batch ')" });
    void client.count({ collection: "accounts" });
    const [created, , , , found, counted] = (await client.executeBatch()) as [
      string,
      unknown,
      unknown,
      unknown,
      { value: Row[] },
      number,
    ];
    expect(await client.retrieve<Row>({ collection: "accounts", key: created })).toMatchObject({
      name: "batch created",
    });
    expect(found.value.map(({ name }) => name).sort()).toEqual(["batch created", "batch updated", "batch upserted"]);
    expect(counted).toBe(await client.count({ collection: "accounts" }));
  });

  it("refers to what it creates by content id, in the data and in the URL", async () => {
    const { client } = session;
    client.startBatch();
    void client.create({ collection: "contacts", data: { lastname: "Referred" }, contentId: "1" });
    void client.create({
      collection: "accounts",
      data: { name: "refers", "primarycontactid@odata.bind": "$1" },
      contentId: "2",
    });
    void client.create({ collection: "tasks", data: { subject: "later" }, contentId: "3" });
    void client.associate({ collection: "$2", relationshipName: "Account_Tasks", relatedKey: "$3" });
    const [, account = ""] = (await client.executeBatch()) as string[];
    const row = await client.retrieve<Row>({
      collection: "accounts",
      key: account,
      expand: [
        { property: "primarycontactid", select: ["lastname"] },
        { property: "Account_Tasks", select: ["subject"] },
      ],
    });
    expect(row).toMatchObject({ primarycontactid: { lastname: "Referred" }, Account_Tasks: [{ subject: "later" }] });
  });

  it("leaves nothing of a change set that fails, and says why", async () => {
    const { client } = session;
    client.startBatch();
    void client.create({ collection: "accounts", data: { name: "rolled back" } });
    void client.create({ collection: "accounts", data: { name: "rolled back".repeat(20) } });
    const refused = await refusalOfBatch();
    expect(refused).toEqual({ status: 400, code: "0x80044331" });
    expect(await namesLike("rolled back")).toEqual([]);
  });

  it("keeps what ran before an error when it uses no change set", async () => {
    const { client } = session;
    client.startBatch();
    void client.create({ collection: "accounts", data: { name: "kept 1" } });
    void client.create({ collection: "accounts", data: { name: "kept".repeat(50) } });
    void client.create({ collection: "accounts", data: { name: "kept 2" } });
    expect(await refusalOfBatch({ inChangeSet: false })).toEqual({ status: 400, code: "0x80044331" });
    expect(await namesLike("kept")).toEqual(["kept 1"]);
  });

  it("goes on after an error when asked to", async () => {
    const { client } = session;
    client.startBatch();
    void client.create({ collection: "accounts", data: { name: "goes on 1" }, inChangeSet: false });
    void client.create({ collection: "accounts", data: { name: "goes on".repeat(50) }, inChangeSet: false });
    void client.create({ collection: "accounts", data: { name: "goes on 2" }, inChangeSet: false });
    const answers = await client.executeBatch({ continueOnError: true });
    expect(answers).toHaveLength(3);
    expect(await namesLike("goes on")).toEqual(["goes on 1", "goes on 2"]);
  });

  it("sends a query that is too long for a URL", async () => {
    const { value } = await session.client.retrieveMultiple<Row>({
      collection: "accounts",
      select: ["name"],
      filter: `name ne '${"x".repeat(3_000)}'`,
      top: 1,
    });
    expect(value).toHaveLength(1);
  });
});

/** A batch that stops rejects with the answers so far; that of the refused part is an error with the part's body. */
async function refusalOfBatch(options?: { inChangeSet: boolean }): Promise<{ status?: number; code?: string }> {
  const answers = await session.client.executeBatch(options).then(
    () => [],
    (rejection: unknown) => rejection as unknown[],
  );
  const refused = answers.find((answer) => answer instanceof Error) as
    (Error & { status: number; error: { code: string } }) | undefined;
  if (refused === undefined) throw new Error("No part was refused.");
  return { status: refused.status, code: refused.error.code };
}
