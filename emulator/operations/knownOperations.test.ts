import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../organization/open";
import { startTestClient, type TestClient } from "../testing/client";
import { knownOperations } from "./knownOperations";
import { offeredOperations } from "./registry";

const documentation = readFileSync(join(__dirname, "../../documentation/emulator.md"), "utf8");

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

test("the chapter of every operation that is not emulated exists in the documentation", () => {
  const chapters = new Set(knownOperations.map(({ chapter }) => chapter));
  expect([...chapters].filter((chapter) => !documentation.includes(`\n### ${chapter}\n`))).toEqual([]);
});

test("no operation is registered twice, nor both as emulated and as not emulated", () => {
  const store = openStore({ seed: false });
  const names = [...knownOperations, ...offeredOperations(store)].map(({ name }) => name);
  store.close();
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each<[string, string, string]>([
  ["GET", "GetTimeZoneCodeByLocalizedName(LocalizedStandardName='x',LocaleId=1033)", "Functions and actions"],
  ["POST", "SetAutoNumberSeed", "Definitions"],
  ["POST", "searchquery", "Search"],
  ["GET", "RetrieveDuplicates", "Single rows"],
  ["POST", "accounts/Microsoft.Dynamics.CRM.ExportTranslation", "Definitions"],
  [
    "GET",
    "accounts(00000000-0000-4000-8000-0000000000ff)/Microsoft.Dynamics.CRM.CalculateTotalTimeIncident",
    "Functions and actions",
  ],
])("%s %s returns 501 and names the chapter %s", async (method, path, chapter) => {
  const answer = await client.call(method, path, method === "POST" ? { body: {} } : {});
  expect([answer.status, answer.code]).toEqual([501, "0x80040203"]);
  expect(answer.message).toContain(`See the chapter "${chapter}" of documentation/emulator.md.`);
});
