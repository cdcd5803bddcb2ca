/** The first example, run as `npm start` runs it: the component over real HTTP against the emulator. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { createEmulator, type Emulator } from "../../emulator";
import component from "../../src";
import { fetchToken } from "../../workbench/run/connections";
import { describe as describeStep } from "../../workbench/report/describe";
import { dynamicsSteps } from "../../workbench/report/dynamicsSteps";
import type { StepEvent } from "../../workbench/run/execution";
import { runFlow, type FlowOutcome } from "../../workbench/run/runFlow";

const examples = path.resolve(__dirname, "../../examples");
const yaml = readFileSync(path.join(examples, "order-to-account.yml"), "utf8");
const body = readFileSync(path.join(examples, "order-to-account.payload.json"), "utf8");

let emulator: Emulator;
let token: Record<string, unknown>;
beforeAll(async () => {
  emulator = await createEmulator();
  token = await fetchToken(emulator.connection);
});
afterAll(() => emulator.close());

interface Watched {
  outcome: FlowOutcome;
  /** The output lines for each step. */
  lines: string[];
  /** Web API requests of each step, in order. */
  requests: Record<string, string[]>;
}

async function runExample(order: string = body): Promise<Watched> {
  const lines: string[] = [];
  const requests: Record<string, string[]> = {};
  const onStep = async (event: StepEvent) => {
    if (event.type !== "finished") return;
    lines.push(`${event.step.name}: ${describeStep(event, dynamicsSteps)}`);
    requests[event.step.name] = (await emulator.control.requests()).map(({ method }) => method);
    await emulator.control.clearRequests();
  };
  await emulator.control.clearRequests();
  const connection = { fields: { ...emulator.connection }, token };
  const outcome = await runFlow({ yaml, component, connection, payload: { body: order }, onStep });
  return { outcome, lines, requests };
}

test("an order updates its account and that account's largest open opportunity, and leaves no contact behind", async () => {
  const { outcome, lines } = await runExample();
  expect(outcome.status).toBe("completed");
  expect(outcome.results).toMatchObject({
    upsertAccount: { accountnumber: "A-1022", name: "Coho Winery", "@created": false },
    createContact: { fullname: "Ann Example", _parentcustomerid_value: accountId(outcome) },
    updateOpportunity: { closeprobability: 90, currentsituation: "Ordered with SO-20417" },
    deleteContact: { entitySetName: "contacts", deleted: true },
  });
  expect(lines).toContainEqual(expect.stringMatching(/^Create Contact: created contact [0-9a-f-]{36} 'Ann Example'$/));
  expect(lines).toContainEqual(
    expect.stringMatching(/^Find Open Opportunities: found (1 opportunity|[1-9]\d* opportunities): '/),
  );
});

test("a second run goes as well as the first", async () => {
  const { outcome } = await runExample();
  expect(outcome).toMatchObject({ status: "completed", results: { upsertAccount: { "@created": false } } });
});

test("a customer without an account gets one, and nothing is updated where no opportunity is open", async () => {
  const order = {
    ...(JSON.parse(body) as Record<string, unknown>),
    customer: { number: "NEW-1", name: "O'Brien & Co" },
  };
  const { outcome, lines } = await runExample(JSON.stringify(order));
  expect(outcome.results).toMatchObject({
    upsertAccount: { accountnumber: "NEW-1", name: "O'Brien & Co", "@created": true },
    opportunityFound: "Else",
  });
  expect(outcome.results).not.toHaveProperty("updateOpportunity");
  expect(lines).toContainEqual('Opportunity Found?: took the branch "Else"');
});

test("once definitions are known each action costs exactly one request", async () => {
  await runExample();
  const { requests } = await runExample();
  expect(requests).toEqual({
    "Order Received": [],
    "Upsert Account": ["PATCH"],
    "Create Contact": ["POST"],
    "Find Open Opportunities": ["GET"],
    "Opportunity Found?": [],
    "Update Opportunity": ["PATCH"],
    "Delete Contact": ["DELETE"],
  });
});

test("a refused step fails the flow with its name and what Dataverse said", async () => {
  const order = JSON.stringify({ ...(JSON.parse(body) as object), contact: { lastName: "x".repeat(60) } });
  await expect(runExample(order)).rejects.toThrow(/step "Create Contact": .*lastname/s);
});

function accountId({ results }: FlowOutcome): unknown {
  return (results.upsertAccount as Record<string, unknown>).accountid;
}
