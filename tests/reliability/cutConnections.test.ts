import { randomUUID } from "node:crypto";
import { createConnection, createHarness } from "@prismatic-io/spectral/dist/testing";
import { createEmulator, type Emulator } from "../../emulator";
import component from "../../src";
import { oauth2 } from "../../src/connections/oauth2";
import { type CuttingProxy, startCuttingProxy } from "./cuttingProxy";

/** The component behind a proxy that cuts connections anywhere, and a look at the records past the proxy. */
const harness = createHarness(component);
const rounds = 15;

let emulator: Emulator;
let proxy: CuttingProxy;
const unhandled: unknown[] = [];
function note(reason: unknown) {
  return unhandled.push(reason);
}
beforeAll(async () => {
  process.on("unhandledRejection", note);
  // No back-off takes time.
  jest.spyOn(Math, "random").mockReturnValue(0);
  emulator = await createEmulator();
});
afterAll(async () => {
  await emulator.close();
  jest.restoreAllMocks();
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});
afterEach(() => proxy.close());

async function perform(webApiUrl: string, action: string, params: object): Promise<unknown> {
  const token = { access_token: await emulator.connection.token() };
  const connection = createConnection(oauth2, { webApiUrl }, token);
  return (await harness.action(action, { connection, ...params }))?.data;
}

function behind(action: string, params: object) {
  return perform(proxy.url, action, { entityType: "accounts", ...params });
}

async function namesPast(filterExpression: string): Promise<string[]> {
  const query = { entityType: "accounts", fieldNames: ["name"], filterExpression };
  return ((await perform(emulator.url, "queryEntities", query)) as { value: { name: string }[] }).value.map(
    ({ name }) => name,
  );
}

describe.each([1, 2, 3])("connections that are cut from the seed %i", (seed) => {
  it("lose and double nothing that is safe to repeat", async () => {
    proxy = await startCuttingProxy(new URL(emulator.url), seed);
    for (let round = 0; round < rounds; round++) {
      proxy.cutAll();
      const recordId = randomUUID();
      const number = `${seed}-${round}`;
      const isRecord = `accountid eq ${recordId}`;
      const created = await behind("createEntity", { recordId, dynamicValues: { name: `Created ${number}` } });
      expect(created).toMatchObject({ accountid: recordId, name: `Created ${number}` });
      await behind("updateEntity", { entityId: recordId, dynamicValues: { name: `Updated ${number}` } });
      expect(await namesPast(isRecord)).toEqual([`Updated ${number}`]);
      expect(await behind("getEntity", { entityId: recordId, fieldNames: ["name"] })).toMatchObject({
        name: `Updated ${number}`,
      });

      const entityId = `accountnumber='CUT-${number}'`;
      await behind("upsertEntity", { entityId, dynamicValues: { name: `Upserted ${number}` } });
      expect(await namesPast(`accountnumber eq 'CUT-${number}'`)).toEqual([`Upserted ${number}`]);

      const pages = { fieldNames: ["name"], orderByFieldNames: ["name"], recordsPerPage: "20", fetchAll: "true" };
      const filterExpression = "not startswith(name,'Once')";
      const read = await behind("queryEntities", { ...pages, filterExpression, maxRecords: "60" });
      const whole = await perform(emulator.url, "queryEntities", {
        entityType: "accounts",
        ...pages,
        filterExpression,
        maxRecords: "60",
      });
      expect((read as { value: unknown[] }).value).toEqual((whole as { value: unknown[] }).value);

      await behind("deleteEntity", { entityId: recordId });
      expect(await namesPast(isRecord)).toEqual([]);
    }
    expect(proxy.cuts.toServer).toBeGreaterThan(0);
    expect(proxy.cuts.toClient).toBeGreaterThan(0);
  });

  it("never create a record twice, and never hide that it may be there", async () => {
    proxy = await startCuttingProxy(new URL(emulator.url), seed + 1_000);
    let unknown = 0;
    for (let round = 0; round < rounds * 2; round++) {
      proxy.cutAll();
      const name = `Once ${seed}-${round}`;
      const error: unknown = await behind("createEntity", { dynamicValues: { name } }).then(
        () => undefined,
        (caught: unknown) => caught,
      );
      const records = await namesPast(`name eq '${name}'`);
      if (error === undefined) {
        expect(records).toEqual([name]);
      } else {
        unknown++;
        expect(records.length).toBeLessThanOrEqual(1);
        expect(error).toMatchObject({
          name: "DataverseError",
          mayHaveRun: true,
          message: expect.stringContaining("It is unknown whether Dataverse carried the request out.") as string,
        });
      }
    }
    expect(unknown).toBeGreaterThan(0);
  });
});
