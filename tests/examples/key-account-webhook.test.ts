/** The webhook example with the request that the organization itself posts, not with one that somebody wrote down. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createEmulator } from "../../emulator";
import component from "../../src";
import { connectTo } from "../../workbench/run/connections";
import { runFlow, type FlowOutcome } from "../../workbench/run/runFlow";
import type { TriggerRequest } from "../../workbench/run/triggerPayload";
import { createWebApi, type WebApi } from "../../workbench/run/webApi";

const examples = path.resolve(__dirname, "../../examples");
const yaml = readFileSync(path.join(examples, "key-account-webhook.yml"), "utf8");
const key = "s3cret-key";

interface Received extends TriggerRequest {
  headers: Record<string, string>;
}

/** Stands where the platform takes requests in: each one runs the flow. */
async function startReceiver(onRequest: (request: Received) => Promise<void>) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { searchParams } = new URL(request.url ?? "/", "http://receiver.invalid");
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
      const received = {
        body: Buffer.concat(chunks).toString("utf8"),
        headers: Object.fromEntries(headers),
        queryParameters: Object.fromEntries(searchParams),
      };
      void onRequest(received).finally(() => response.end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { url, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** As the example's documentation says: the message Update, the table account, revenue as the filtering attribute. */
async function register(rows: WebApi, url: string): Promise<void> {
  const first = async (address: string) => ((await rows.read(address)) as Record<string, string>[])[0] ?? {};
  const { sdkmessageid } = await first("sdkmessages?$select=sdkmessageid&$filter=name eq 'Update'");
  const filter = `primaryobjecttypecode eq 'account' and _sdkmessageid_value eq ${sdkmessageid}`;
  const { sdkmessagefilterid } = await first(`sdkmessagefilters?$select=sdkmessagefilterid&$filter=${filter}`);
  const { serviceendpointid } = await rows.create("serviceendpoints", {
    name: "Key accounts",
    url,
    // A webhook, whose key goes into the query.
    contract: 8,
    authtype: 4,
    authvalue: key,
  });
  await rows.create("sdkmessageprocessingsteps", {
    name: "Revenue of an account",
    mode: 1,
    stage: 40,
    rank: 1,
    supporteddeployment: 0,
    filteringattributes: "revenue",
    "sdkmessageid@odata.bind": `/sdkmessages(${sdkmessageid})`,
    "sdkmessagefilterid@odata.bind": `/sdkmessagefilters(${sdkmessagefilterid})`,
    "eventhandler_serviceendpoint@odata.bind": `/serviceendpoints(${String(serviceendpointid)})`,
  });
}

test("a change of revenue in the organization runs the flow, whose own change runs it no second time", async () => {
  const emulator = await createEmulator();
  const rows = createWebApi(emulator);
  const outcomes: FlowOutcome[] = [];
  const requests: Received[] = [];
  const receiver = await startReceiver(async (payload) => {
    requests.push(payload);
    const connection = await connectTo(emulator);
    outcomes.push(await runFlow({ yaml, component, connection, configVars: { "Webhook Key": key }, payload }));
  });
  await register(rows, receiver.url);
  await rows.write("accounts(accountnumber='A-1003')", { revenue: 61_000_000, accountcategorycode: null });
  await emulator.control.settle();

  expect(outcomes).toHaveLength(1);
  expect(outcomes[0]).toMatchObject({
    status: "completed",
    response: { statusCode: 200 },
    results: { accountChanged: { messageName: "Update" }, markAccount: { accountcategorycode: 1 } },
  });
  expect(await rows.read("accounts(accountnumber='A-1003')?$select=accountcategorycode")).toMatchObject({
    accountcategorycode: 1,
  });
  expect(missingMembers(recordedRequest(), requests[0])).toEqual([]);
  await receiver.close();
  await emulator.close();
});

function recordedRequest(): Received {
  return JSON.parse(readFileSync(path.join(examples, "key-account-webhook.request.json"), "utf8")) as Received;
}

/** Names in the example's request that the real one does not have. */
function missingMembers(recorded: Received, real: Received | undefined): string[] {
  const body = JSON.parse(String(real?.body)) as object;
  return [
    ...Object.keys(recorded.headers).filter((name) => !(name in (real?.headers ?? {}))),
    ...Object.keys(recorded.body as object).filter((name) => !(name in body)),
  ];
}
