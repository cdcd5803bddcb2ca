import { createConnection } from "@prismatic-io/spectral/dist/testing";
import { createEmulator, type Emulator } from "../../emulator";
import { clientCredentials } from "../../src/connections/clientCredentials";
import { createPollingFlow, type PollingFlow } from "../harness/pollingFlow";
import { createRecordWriter } from "../harness/recordWriter";

/** New and Updated Records, over HTTP, against the emulator. */
let emulator: Emulator;
let connection: unknown;
let write: ReturnType<typeof createRecordWriter>;
beforeAll(async () => {
  emulator = await createEmulator();
  const { webApiUrl, tokenUrl, scopes, clientId, clientSecret, token } = emulator.connection;
  const fields = { webApiUrl, tokenUrl, scopes, clientId, clientSecret };
  connection = createConnection(clientCredentials, fields, { access_token: await token() });
  write = createRecordWriter(emulator);
});
afterAll(() => emulator.close());

const flow = (params: Record<string, unknown> = {}, options: { batchSize?: number } = {}): PollingFlow =>
  createPollingFlow(
    "pollChangesTrigger",
    { connection, entityType: "accounts", readingMethod: "modifiedDate", ...params },
    options,
  );
const names = (rows: Record<string, unknown>[]) => rows.map(({ name }) => name);

it("returns nothing at the first poll without a look-back date", async () => {
  const [first] = await flow().poll();
  expect(first).toMatchObject({ polledNoChanges: true, body: { data: { created: [], updated: [] } } });
});

it("returns a record that was created and then changed once, as created", async () => {
  const polling = flow();
  await polling.poll();
  const id = await write.create("accounts", { name: "New" });
  await write.update("accounts", id, { name: "New, changed" });
  const [second] = await polling.poll();
  expect(names(second!.body.data.created)).toEqual(["New, changed"]);
  expect(second!.body.data.updated).toEqual([]);
  const [third] = await polling.poll();
  expect(third!.polledNoChanges).toBe(true);
});

it("returns a record that was handed over as created, and changed since, as updated", async () => {
  const polling = flow();
  await polling.poll();
  const id = await write.create("accounts", { name: "First" });
  await polling.poll();
  await write.update("accounts", id, { name: "Second" });
  const [third] = await polling.poll();
  expect(third!.body.data).toEqual({ created: [], updated: [expect.objectContaining({ name: "Second" })] });
});
