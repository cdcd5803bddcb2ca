/** A tick of the nightly example as the schedule gives it: without a body, so that the ERP is asked. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createEmulator, type Emulator } from "../../emulator";
import component from "../../src";
import { connectTo } from "../../workbench/run/connections";
import { loadIntegration } from "../../workbench/document/loadIntegration";
import { runFlow } from "../../workbench/run/runFlow";

const examples = path.resolve(__dirname, "../../examples");
const yaml = readFileSync(path.join(examples, "nightly-customer-sync.yml"), "utf8");
const list = readFileSync(path.join(examples, "nightly-customer-sync.payload.json"));

let emulator: Emulator;
let erp: Server;
const asked: string[] = [];
let failures = 0;

beforeAll(async () => {
  emulator = await createEmulator();
  erp = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(failures-- > 0 ? 503 : 200, { "content-type": "application/json" }).end(list);
  });
  await new Promise<void>((resolve) => erp.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => void (asked.length = 0));
afterAll(async () => {
  erp.closeAllConnections();
  erp.close();
  await emulator.close();
});

async function tick(configVars?: Record<string, string>) {
  return runFlow({
    yaml,
    component,
    connection: await connectTo(emulator),
    configVars: configVars ?? {
      "Customer Export": `http://127.0.0.1:${(erp.address() as AddressInfo).port}/customers`,
    },
    now: () => new Date("2026-03-03T01:30:00Z"),
    wait: async () => undefined,
  });
}

test("it runs once a night, on a schedule", () => {
  const [trigger] = loadIntegration(yaml).integration.flows[0]?.steps ?? [];
  expect(trigger).toMatchObject({
    action: { key: "schedule", component: { key: "schedule-triggers" } },
    schedule: { type: "value", value: expect.stringMatching(/^\d+ \d+ \* \* \*$/) as string },
  });
});

test("a tick asks the ERP for the customers of two days and brings them over", async () => {
  const { status, results } = await tick();
  expect(status).toBe("completed");
  expect(asked).toEqual(["/customers?changedSince=2026-03-01T01%3A30%3A00.000Z"]);
  expect(results).toMatchObject({ countOutcomes: { created: 2, updated: 4, failed: 0 } });
});

test("an ERP that is out for a moment is asked again", async () => {
  failures = 2;
  expect((await tick()).status).toBe("completed");
  expect(asked).toHaveLength(3);
});

test("without an address the tick fails at the step that needs one", async () => {
  await expect(tick({})).rejects.toThrow(/step "Get Changed Customers": .*URL/);
});
