import { startTestClient, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

test.each([
  "workflows",
  "queues?$top=1",
  "letters",
  "customapis",
  "webresourceset",
  "activitymimeattachments",
  "ManagedPropertyDefinitions",
  "queues(00000000-0000-4000-8000-0000000000ff)/Microsoft.Dynamics.CRM.AddToQueue",
])("the table of %s, which every organization has, returns 501 instead of 404", async (path) => {
  const answer = await client.call("GET", path);
  expect([answer.status, answer.code]).toEqual([501, "0x80040203"]);
  expect(answer.message).toContain('See the chapter "Tables" of documentation/emulator.md.');
});

test("a table of the organization is served although the service has one of its name", async () => {
  const body = {
    "@odata.type": "Microsoft.Dynamics.CRM.EntityMetadata",
    SchemaName: "new_Letter",
    DisplayName: label("Letter"),
    DisplayCollectionName: label("Letters"),
    OwnershipType: "UserOwned",
    HasActivities: false,
    HasNotes: false,
    EntitySetName: "letters",
    Attributes: [
      {
        "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
        SchemaName: "new_Name",
        IsPrimaryName: true,
        MaxLength: 100,
        DisplayName: label("Name"),
      },
    ],
  };
  const created = await client.call("POST", "EntityDefinitions", { body });
  expect([created.status, created.message]).toEqual([204, ""]);
  expect((await client.call("GET", "letters")).status).toBe(200);
});

function label(text: string): object {
  const localized = { "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel", Label: text, LanguageCode: 1033 };
  return { "@odata.type": "Microsoft.Dynamics.CRM.Label", LocalizedLabels: [localized] };
}
