import { createHarness } from "@prismatic-io/spectral/dist/testing";
import { createEmulator } from "../../emulator";
import component from "../../src";
import { proveCells } from "./proveCells";
import { triggerSubjects } from "./triggerSubjects";

it("receives an event while Dataverse answers nothing at all, because it asks nothing", async () => {
  const emulator = await createEmulator();
  await emulator.control.addFaults([{ times: 99, fault: { kind: "reset" } }]);
  const event = { MessageName: "Create", PrimaryEntityName: "account", InputParameters: [] };
  const payload = { headers: {}, queryParameters: {}, rawBody: { data: JSON.stringify(event) }, body: { data: event } };
  const result = await createHarness(component).trigger("dynamicsWebhookTrigger", payload, {});
  expect(result).toMatchObject({ branch: "Event", response: { statusCode: 200 } });
  expect(await emulator.control.requests()).toEqual([]);
  await emulator.close();
});

proveCells(triggerSubjects);
