import { startTestClient, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

describe("PATCH", () => {
  it("changes only the columns present, clears with null and raises the version", async () => {
    const id = await client.create("accounts", { name: "A", telephone1: "1", websiteurl: "https://a.example" });
    const before = await client.get(`accounts(${id})`);
    await client.call("PATCH", `accounts(${id})`, { body: { telephone1: "2", websiteurl: null } });
    const after = await client.get(`accounts(${id})`);
    expect(after).toMatchObject({ name: "A", telephone1: "2", websiteurl: null });
    expect(Number(after["versionnumber"])).toBeGreaterThan(Number(before["versionnumber"]));
    expect(after["@odata.etag"]).toBe(`W/"${String(after["versionnumber"])}"`);
  });

  it.each<[string, object, number, string | undefined, object]>([
    ["a state alone brings its default status", { statecode: 1 }, 204, undefined, { statecode: 1, statuscode: 2 }],
    ["a valid pair is stored", { statecode: 1, statuscode: 2 }, 204, undefined, { statecode: 1, statuscode: 2 }],
    ["a status of the present state is stored", { statuscode: 1 }, 204, undefined, { statecode: 0, statuscode: 1 }],
    [
      "a pair that does not fit is refused",
      { statecode: 1, statuscode: 1 },
      400,
      "0x80048408",
      { statecode: 0, statuscode: 1 },
    ],
    ["a status of another state is refused", { statuscode: 2 }, 400, "0x80048408", { statecode: 0, statuscode: 1 }],
    ["a status that does not exist is refused", { statuscode: 77 }, 400, "0x80048408", { statecode: 0, statuscode: 1 }],
  ])("%s", async (_what, body, status, code, expected) => {
    const id = await client.create("accounts", { name: "State" });
    const answer = await client.call("PATCH", `accounts(${id})`, { body });
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(await client.get(`accounts(${id})?$select=statecode,statuscode`)).toMatchObject(expected);
  });

  it("recomputes what follows from the changed columns", async () => {
    const id = await client.create("contacts", { firstname: "Ann", lastname: "Birch", address1_city: "Oslo" });
    await client.call("PATCH", `contacts(${id})`, { body: { lastname: "Alder", address1_postalcode: "0150" } });
    expect(await client.get(`contacts(${id})`)).toMatchObject({
      fullname: "Ann Alder",
      address1_composite: "Oslo, 0150",
    });
  });

  it("assigns the children that follow their parent", async () => {
    const { value } = (await client.get("systemusers?$filter=applicationid eq null&$top=1")) as {
      value: Record<string, string>[];
    };
    const user = value[0]?.["systemuserid"] ?? "";
    const id = await client.create("accounts", { name: "Parent", Account_Tasks: [{ subject: "Follows" }] });
    await client.call("PATCH", `accounts(${id})`, { body: { "ownerid@odata.bind": `/systemusers(${user})` } });
    const tasks = (await client.get(`accounts(${id})/Account_Tasks`)) as { value: object[] };
    expect(tasks.value).toMatchObject([{ _ownerid_value: user, _owninguser_value: user }]);
  });

  it("refuses a table that keeps no versions when an ETag is given", async () => {
    const id = await client.create("new_audios", { new_name: "Unversioned" });
    const path = `new_audios(${id})`;
    const answer = await client.call("PATCH", path, { body: { new_name: "x" }, headers: { "If-Match": 'W/"1"' } });
    expect([answer.status, answer.code]).toEqual([400, "0x8006088d"]);
  });

  it("refuses base tables, whose rows belong to others", async () => {
    const id = await client.create("tasks", { subject: "Through the base" });
    const answer = await client.call("PATCH", `activitypointers(${id})`, { body: { subject: "x" } });
    expect([answer.status, answer.code]).toEqual([400, "0x80040800"]);
  });
});

describe("one property", () => {
  it("is set by PUT and cleared by DELETE", async () => {
    const id = await client.create("accounts", { name: "Property" });
    const path = `accounts(${id})/telephone1`;
    expect((await client.call("PUT", path, { body: { value: "555" } })).status).toBe(204);
    expect(await client.get(path)).toEqual({
      "@odata.context": `${client.emulator.url}/api/data/v9.2/$metadata#accounts(${id})/telephone1`,
      value: "555",
    });
    expect((await client.call("DELETE", path)).status).toBe(204);
    expect((await client.call("GET", path)).status).toBe(204);
  });

  it.each([
    ["PATCH", "new_contract"],
    ["DELETE", "new_contract"],
    ["GET", "new_contract/$value"],
    ["PATCH", "new_photo"],
    ["GET", "new_photo/$value"],
  ])("says that it does not hold the content of files: %s %s", async (method, property) => {
    const id = await client.create("new_projects", { new_name: "Files" });
    const headers = { "Content-Type": "application/octet-stream", "x-ms-file-name": "a.txt" };
    const body = method === "PATCH" ? { body: "content" } : {};
    expect((await client.call(method, `new_projects(${id})/${property}`, { headers, ...body })).status).toBe(501);
  });

  it("is checked like in PATCH", async () => {
    const id = await client.create("accounts", { name: "Property" });
    const answer = await client.call("PUT", `accounts(${id})/numberofemployees`, { body: { value: -1 } });
    expect([answer.status, answer.code]).toEqual([400, "0x80044330"]);
    expect((await client.call("PUT", `accounts(${id})/nosuch`, { body: { value: 1 } })).code).toBe("0x8006088a");
    expect((await client.call("PUT", `accounts(${id})/primarycontactid`, { body: { value: null } })).status).toBe(405);
  });
});

describe("DELETE", () => {
  it("deletes what hangs on the row, through every level", async () => {
    const id = await client.create("accounts", { name: "Root" });
    const opportunity = await client.create("opportunities", {
      name: "Deal",
      "parentaccountid@odata.bind": `/accounts(${id})`,
    });
    const task = await client.create("tasks", {
      subject: "Call",
      "regardingobjectid_account_task@odata.bind": `/accounts(${id})`,
    });
    const note = await client.create("annotations", { subject: "n", "objectid_task@odata.bind": `/tasks(${task})` });
    expect((await client.call("DELETE", `accounts(${id})`)).status).toBe(204);
    expect((await client.call("GET", `tasks(${task})`)).status).toBe(404);
    expect((await client.call("GET", `annotations(${note})`)).status).toBe(404);
    expect((await client.call("GET", `opportunities(${opportunity})`)).status).toBe(200);
  });

  it("empties the lookups that only refer to the row", async () => {
    const contact = await client.create("contacts", { lastname: "Leaving" });
    const account = await client.create("accounts", {
      name: "Stays",
      "primarycontactid@odata.bind": `contacts(${contact})`,
    });
    expect((await client.call("DELETE", `contacts(${contact})`)).status).toBe(204);
    expect(await client.get(`accounts(${account})`)).toMatchObject({ name: "Stays", _primarycontactid_value: null });
  });

  it("is refused while a restricting child exists, and then changes nothing", async () => {
    const account = await client.create("accounts", { name: "Customer", Account_Tasks: [{ subject: "Kept" }] });
    const project = await client.create("new_projects", {
      new_name: "P",
      "new_AccountId@odata.bind": `accounts(${account})`,
    });
    const refused = await client.call("DELETE", `accounts(${account})`);
    expect([refused.status, refused.code]).toEqual([405, "0x80040227"]);
    const tasks = (await client.get(`accounts(${account})/Account_Tasks`)) as { value: object[] };
    expect(tasks.value).toHaveLength(1);
    await client.call("DELETE", `new_projects(${project})`);
    expect((await client.call("DELETE", `accounts(${account})`)).status).toBe(204);
  });
});

describe("$ref", () => {
  const ref = (path: string): { "@odata.id": string } => ({
    "@odata.id": `${client.emulator.url}/api/data/v9.2/${path}`,
  });

  it("adds to and removes from a one-to-many collection", async () => {
    const account = await client.create("accounts", { name: "One" });
    const task = await client.create("tasks", { subject: "Many" });
    const path = `accounts(${account})/Account_Tasks`;
    expect((await client.call("POST", `${path}/$ref`, { body: ref(`tasks(${task})`) })).status).toBe(204);
    expect(await client.get(`${path}/$ref`)).toMatchObject({ value: [ref(`tasks(${task})`)] });
    expect((await client.call("DELETE", `${path}(${task})/$ref`)).status).toBe(204);
    expect(await client.get(`${path}/$ref`)).toMatchObject({ value: [] });
    expect((await client.call("GET", `tasks(${task})`)).status).toBe(200);
  });

  it("adds to and removes from a many-to-many collection, each pair once", async () => {
    const lead = await client.create("leads", { lastname: "L", subject: "s" });
    const account = await client.create("accounts", { name: "N:N" });
    const path = `accounts(${account})/accountleads_association`;
    const body = ref(`leads(${lead})`);
    expect((await client.call("POST", `${path}/$ref`, { body })).status).toBe(204);
    const again = await client.call("POST", `${path}/$ref`, { body });
    expect([again.status, again.code]).toEqual([412, "0x80040237"]);
    expect(await client.get(`leads(${lead})/accountleads_association?$select=name`)).toMatchObject({
      value: [{ name: "N:N" }],
    });
    const id = encodeURIComponent(body["@odata.id"]);
    expect((await client.call("DELETE", `${path}/$ref?$id=${id}`)).status).toBe(204);
    expect(await client.get(`${path}?$select=leadid`)).toMatchObject({ value: [] });
  });

  it("sets and clears a lookup", async () => {
    const account = await client.create("accounts", { name: "Single" });
    const contact = await client.create("contacts", { lastname: "Main" });
    const path = `accounts(${account})/primarycontactid/$ref`;
    expect((await client.call("PUT", path, { body: { "@odata.id": `contacts(${contact})` } })).status).toBe(204);
    expect(await client.get(path)).toMatchObject(ref(`contacts(${contact})`));
    expect((await client.call("DELETE", path)).status).toBe(204);
    expect((await client.call("GET", path)).status).toBe(204);
  });

  it("refuses rows that do not exist or do not belong there", async () => {
    const account = await client.create("accounts", { name: "Refusing" });
    const nobody = "66666666-0000-4000-8000-0000000000ff";
    const post = (body: object): Promise<{ status: number; code: string | undefined }> =>
      client.call("POST", `accounts(${account})/Account_Tasks/$ref`, { body });
    expect(await post(ref(`tasks(${nobody})`))).toMatchObject({ status: 404, code: "0x80040217" });
    expect(await post(ref(`accounts(${account})`))).toMatchObject({ status: 400, code: "0x80048d19" });
    expect(await post({})).toMatchObject({ status: 400, code: "0x80048d19" });
  });
});

describe("activity parties", () => {
  it("are created with the activity and replaced as a whole", async () => {
    const contact = await client.create("contacts", { lastname: "Recipient" });
    const email = await client.create("emails", {
      subject: "Hi",
      email_activity_parties: [
        { "partyid_contact@odata.bind": `/contacts(${contact})`, participationtypemask: 2 },
        { addressused: "someone@else.example", participationtypemask: 3 },
      ],
    });
    const parties = async (): Promise<unknown> =>
      (
        (await client.get(
          `emails(${email})?$select=subject&$expand=email_activity_parties($select=participationtypemask,addressused)`,
        )) as { email_activity_parties: { participationtypemask: number }[] }
      ).email_activity_parties
        .map((party) => party.participationtypemask)
        .sort();
    expect(await parties()).toEqual([2, 3]);
    const value = [{ "partyid_contact@odata.bind": `/contacts(${contact})`, participationtypemask: 4 }];
    const put = await client.call("PUT", `emails(${email})/email_activity_parties`, { body: { value } });
    expect(put.status).toBe(204);
    expect(await parties()).toEqual([4]);
  });
});
