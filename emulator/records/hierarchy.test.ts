/** Loops in hierarchies [ErrorCodes]. */
import { startTestClient, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

it.each<[string, string, object, string]>([
  ["accounts", "parentaccountid", { name: "H" }, "0x80040507"],
  ["new_projects", "new_ParentId", { new_name: "H" }, "0x80040387"],
])("%s take no row as its own parent, nor one from below", async (set, navigation, body, code) => {
  const bind = (id: string): object => ({ [`${navigation}@odata.bind`]: `/${set}(${id})` });
  const top = await client.create(set, body);
  const middle = await client.create(set, { ...body, ...bind(top) });
  const bottom = await client.create(set, { ...body, ...bind(middle) });
  for (const id of [top, middle, bottom]) {
    const answer = await client.call("PATCH", `${set}(${top})`, { body: bind(id) });
    expect([answer.status, answer.code]).toEqual([400, code]);
  }
  const reference = { "@odata.id": `${set}(${bottom})` };
  const linked = await client.call("PUT", `${set}(${top})/${navigation}/$ref`, { body: reference });
  expect([linked.status, linked.code]).toEqual([400, code]);
  expect((await client.call("PATCH", `${set}(${bottom})`, { body: bind(top) })).status).toBe(204);
});

it("users are not managed by their own reports", async () => {
  const { value } = (await client.get("systemusers?$select=systemuserid&$filter=applicationid eq null&$top=2")) as {
    value: { systemuserid: string }[];
  };
  const [first, second] = value.map((user) => user.systemuserid);
  const manage = (id: string | undefined, managerId: string | undefined) =>
    client.call("PATCH", `systemusers(${id})`, {
      body: { "parentsystemuserid@odata.bind": `/systemusers(${managerId})` },
    });
  await client.call("PATCH", `systemusers(${first})`, { body: { "parentsystemuserid@odata.bind": null } });
  expect((await manage(second, first)).status).toBe(204);
  const loop = await manage(first, second);
  expect([loop.status, loop.code]).toEqual([400, "0x80041d25"]);
});
