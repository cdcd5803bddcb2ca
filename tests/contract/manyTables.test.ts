import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createEmulator } from "../../emulator";
import type { Column, Table } from "../../emulator/metadata/model";
import { saveDefinition } from "../../emulator/organization/store/definitions";
import { openStore } from "../../emulator/organization/open";
import { type Harness, startHarness } from "../harness/startHarness";

/** A designer waits for a picker, so that it costs the same number of requests in the largest organization. */
const tableCount = 1_500;

let folder: string;
let harness: Harness;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "many-tables-"));
  const file = path.join(folder, "organization.sqlite");
  addTables(file);
  harness = await startHarness(await createEmulator({ file }));
});
afterAll(async () => {
  await harness.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await harness.freshConnection();
  await harness.requests();
});

/** Their definitions only: nothing here reads their rows. */
function addTables(file: string): void {
  const store = openStore({ file, seed: false });
  const pattern = store.catalog.table("new_project") as Table;
  store.database.transaction(() => {
    for (let number = store.catalog.tables().length; number < tableCount; number++) {
      saveDefinition(store.database, { kind: "table", value: copyOf(pattern, number) });
    }
  });
  store.close();
}

function copyOf(pattern: Table, number: number): Table {
  const id = (index: number) => `${String(number).padStart(8, "0")}-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const logicalName = `new_copy${number}`;
  const columns = [...pattern.columns.values()].map((column, index): [string, Column] => [
    column.logicalName,
    { ...column, metadataId: id(index + 1) },
  ]);
  return {
    ...pattern,
    metadataId: id(0),
    logicalName,
    schemaName: `new_Copy${number}`,
    entitySetName: `${logicalName}set`,
    displayName: { 1033: `Copy ${number}` },
    objectTypeCode: 20_000 + number,
    columns: new Map(columns),
    keys: [],
  };
}

it.each<[source: string, params: Record<string, unknown>, requests: number, items: number | undefined]>([
  ["entityTypes", {}, 1, tableCount],
  ["tables", {}, 1, tableCount],
  ["getEntitiesMetaData", {}, 2, tableCount],
  ["getEntitiesMetaData", { recordTypeFilter: ["account"], includeAllCustomRecordTypes: "false" }, 2, 1],
  ["entities", { entityType: "contacts" }, 2, 0],
  ["relationships", { entityType: "accounts" }, 2, undefined],
])("lists %s %j of an organization with many tables in a request or two", async (source, params, requests, items) => {
  const found = await harness.pick(source, params);
  expect(await harness.requests()).toHaveLength(requests);
  if (items !== undefined) expect(found).toHaveLength(items);
});
