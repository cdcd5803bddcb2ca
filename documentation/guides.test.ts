import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHarness } from "@prismatic-io/spectral/dist/testing";
import component from "../src";
import { type Harness, startHarness } from "../tests/harness/startHarness";
import { documents, fencedBlocks } from "./blocks";
import { type GuideStep, guideSteps, stepHeadings, stepParams } from "./guideSteps";

/**
 * Every step of every guide is carried out against the emulator, in order, and gives the result that the guide shows.
 */
const guides = documents().filter((file) => file.startsWith("documentation/guides/"));
const withSteps = guides.filter((file) => guideSteps(file).length > 0);

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

it("are read completely: no step is passed over", () => {
  expect(guides.map((file) => guideSteps(file).map(({ name }) => name))).toEqual(guides.map(stepHeadings));
  expect(withSteps.length).toBeGreaterThanOrEqual(5);
});

describe.each(withSteps)("%s", (file) => {
  const results: Record<string, { results: unknown }> = {};

  beforeAll(async () => {
    const [account] = (await harness.run<{ value: { accountid: string }[] }>("queryEntities", accounts)).value;
    // The trigger's result in a flow that reacts to a change.
    // The results of the platform's own steps before a step of a guide.
    results["getLink"] = { results: "" };
    results["webhook"] = { results: { primaryEntityName: "account", primaryEntityId: account?.accountid } };
  });

  it.each(guideSteps(file).map((step) => [step.name, step] as const))("%s", async (name, step) => {
    const data = await runStep(step, results);
    results[camelCase(name)] = { results: data };
    if (step.result !== undefined) expect(data).toMatchObject(step.result as object);
  });
});

it("the event that is shown is what arrives when a webhook is registered as described", async () => {
  const { received, url, server } = await startReceiver();
  const results: Record<string, { results: unknown }> = {};
  for (const step of guideSteps("documentation/guides/register-a-webhook.md").slice(0, 5)) {
    const values = step.values.map((each) => ({ ...each, value: each.value.replace(/https:[^"]*/, url) }));
    results[camelCase(step.name)] = { results: await runStep({ ...step, values }, results) };
  }
  const [account] = (await harness.run<{ value: { accountid: string }[] }>("queryEntities", accounts)).value;
  await harness.run("updateEntity", {
    entityType: "accounts",
    entityId: account?.accountid,
    fieldValues: [{ key: "name", value: "Fabrikam Group" }],
  });
  await harness.emulator.control.settle();
  server.close();

  expect(received).toHaveLength(1);
  const { payload, branch } = await runTrigger(received[0] as Received);
  expect(branch).toBe("Event");
  const [shown] = fencedBlocks("documentation/guides/react-to-changes.md").filter(
    ({ language }) => language === "json",
  );
  expect(payload).toMatchObject(sameKinds(JSON.parse(shown?.text ?? ""), "Fabrikam Group"));
  expect(payload["preImages"]).toMatchObject({ before: { name: expect.any(String) as string } });
});

interface Received {
  headers: IncomingHttpHeaders;
  queryParameters: Record<string, string>;
  body: string;
}

function startReceiver(): Promise<{ received: Received[]; url: string; server: Server }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (data: Buffer) => (body += data.toString()));
    request.on("end", () => {
      const { searchParams } = new URL(request.url ?? "", "http://receiver");
      received.push({ headers: request.headers, queryParameters: Object.fromEntries(searchParams), body });
      response.end();
    });
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({ received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, server }),
    ),
  );
}

/** With the key that the guide registers: the trigger refuses the post otherwise. */
function runTrigger({ headers, queryParameters, body }: Received) {
  const payload = {
    headers: headers as Record<string, string>,
    queryParameters,
    body: { data: body },
    rawBody: { data: body },
  };
  return createHarness(component).trigger("dynamicsWebhookTrigger", payload, {
    webhookKey: "A1b2C3-exampleWebhookKey",
  }) as Promise<unknown> as Promise<{ branch: string; payload: Record<string, unknown> }>;
}

/** Ids and times differ from run to run; everything else is what the guide shows. */
function sameKinds(shown: unknown, ...fixed: unknown[]): Record<string, unknown> {
  const entries = Object.entries(shown as Record<string, unknown>).map(([name, value]) => {
    const varies = typeof value === "string" && /^\d/.test(value) && !fixed.includes(value);
    if (typeof value === "object" && !Array.isArray(value)) return [name, sameKinds(value, ...fixed)] as const;
    return [name, varies ? (expect.stringMatching(/^[\da-f]+-/) as unknown) : value] as const;
  });
  return Object.fromEntries(entries);
}

const accounts = { entityType: "accounts", fieldNames: ["name"], recordsPerPage: "1" };

function runStep(step: GuideStep, results: Record<string, unknown>): Promise<unknown> {
  return harness.run(
    step.action,
    stepParams(step, (text) => resolve(text, results)),
  );
}

/** A text that is one reference becomes the value itself, as on the platform. */
function resolve(text: string, results: Record<string, unknown>): unknown {
  const only = /^\{\{([\w.]+)\}\}$/.exec(text)?.[1];
  if (only !== undefined) return valueAt(results, only);
  return text.replace(/\{\{([\w.]+)\}\}/g, (_, reference: string) => String(valueAt(results, reference)));
}

function valueAt(results: unknown, reference: string): unknown {
  const value = reference
    .split(".")
    .reduce<unknown>((holder, name) => (holder as Record<string, unknown> | undefined)?.[name], results);
  if (value === undefined) throw new Error(`${reference} refers to nothing.`);
  return value;
}

function camelCase(name: string): string {
  const [first = "", ...rest] = name.split(" ");
  return first.toLowerCase() + rest.join("");
}
