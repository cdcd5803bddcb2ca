import { readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { createHarness } from "@prismatic-io/spectral/dist/testing";
import { type Hooks, startHooks } from "../../emulator/testing/hooks";
import component from "../../src";
import { actionCases } from "../actions";
import { caseProblems, exampleFile, root } from "../actions/actionFiles";
import { openWorld } from "../harness/openWorld";
import { startHarness } from "../harness/startHarness";

/**
 * The example results as they would be written: what the component returns when its example calls run against a new
 * organization of the emulator. `npm run docs` writes them, and a test holds the files to them.
 */
export interface Examples {
  /** The `data` of each action, by key. */
  actions: Map<string, unknown>;
  /** The results of the triggers, by key. */
  triggers: Map<string, unknown>;
}

export function triggerFile(key: string): string {
  return `src/triggers/${key}/trigger.example.json`;
}

export async function computeExamples(): Promise<Examples> {
  const problems = caseProblems(Object.keys(component.actions), Object.keys(actionCases));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const hooks = await startHooks();
  try {
    await hooks.register({ message: "Update", endpoint: { authtype: 5, authvalue: "<settings></settings>" } });
    const actions = await runExampleCalls(hooks);
    const triggers = new Map([
      ["dynamicsWebhookTrigger", await receiveEvent(hooks)],
      ["pollChangesTrigger", await pollChanges(hooks)],
    ]);
    return inContoso(hooks.client.emulator.url, { actions, triggers });
  } finally {
    await hooks.close();
  }
}

/** Later calls meet the records of those that they name in `after`. */
async function runExampleCalls({ client: { emulator } }: Hooks): Promise<Map<string, unknown>> {
  const harness = await startHarness(emulator);
  const world = await openWorld(emulator);
  const results = new Map<string, unknown>();
  const run = async (key: string): Promise<void> => {
    if (results.has(key)) return;
    const { after = [], params } = actionCases[key]?.example ?? missingCall(key);
    for (const earlier of after) await run(earlier);
    results.set(key, await harness.run(key, await params(world)));
  };
  for (const key of Object.keys(actionCases)) await run(key);
  return results;
}

function missingCall(key: string): never {
  throw new Error(`An example call is to run after that of ${key}, which tests/actions does not declare.`);
}

/** Headers that describe the event; the others are of the connection. */
const eventHeaders = [
  "content-type",
  "x-ms-dynamics-organization",
  "x-ms-dynamics-entity-name",
  "x-ms-dynamics-request-name",
  "x-ms-correlation-request-id",
];

/** The event of the first update. */
async function receiveEvent(hooks: Hooks): Promise<unknown> {
  const [post] = await hooks.settled();
  const received = {
    headers: Object.fromEntries(eventHeaders.map((name) => [name, post?.headers[name] ?? "missing"])),
    queryParameters: {},
    rawBody: { data: JSON.stringify(post?.body), contentType: "application/json" },
    body: { data: post?.body, contentType: "application/json" },
  };
  return createHarness(component).trigger("dynamicsWebhookTrigger", received, {});
}

/** The poll that follows a create, an update and a delete. */
async function pollChanges({ client: { emulator } }: Hooks): Promise<unknown> {
  const world = await openWorld(emulator);
  const harness = await startHarness(emulator);
  const params = { entityType: "accounts", fieldNames: ["name", "telephone1"], showDeletedRecords: true };
  const create = async (name: string) =>
    String((await world.api("POST", "accounts", { name, telephone1: "+1 425 555 0100" }))["accountid"]);
  const [updated, deleted] = [await create("Fabrikam"), await create("Northwind Traders")];
  const instanceState = {};
  const poll = () => harness.trigger("pollChangesTrigger", params, { instanceState });
  // The first poll finds the position, and the second one the first delta.
  await poll();
  await poll();
  await create("Contoso");
  await world.api("PATCH", `accounts(${updated})`, { telephone1: "+1 425 555 0199" });
  await world.api("DELETE", `accounts(${deleted})`);
  const { payload } = (await poll()) as { payload: unknown };
  return { payload };
}

/** The emulator's URL differs in every run. */
function inContoso(url: string, { actions, triggers }: Examples): Examples {
  const moved = (value: unknown): unknown => {
    const text = JSON.stringify(value)
      .replaceAll(url, "https://contoso.crm.dynamics.com")
      .replaceAll(new URL(url).host, "contoso.crm.dynamics.com");
    return JSON.parse(text) as unknown;
  };
  const movedValues = (values: Map<string, unknown>) =>
    new Map([...values].map(([key, value]): [string, unknown] => [key, moved(value)]));
  return { actions: movedValues(actions), triggers: movedValues(triggers) };
}

/** A value without what differs between organizations and runs, recognized by its form. */
export function steady(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, "<id>")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<time>")
    .replace(/Date\(\d+/g, "Date(<time>")
    .replace(/W\/\\"\d+\\"/g, "W/<version>")
    .replace(/"(versionnumber|ColumnNumber|ObjectTypeCode|importsequencenumber)":\d+/gi, '"$1":"<number>"');
  return JSON.parse(text) as unknown;
}

/** The computed value, with the ids, times and versions of the present one wherever it only differs in those. */
export function refreshed(present: unknown, computed: unknown): unknown {
  if (isDeepStrictEqual(steady(present), steady(computed))) return present;
  if (Array.isArray(present) && Array.isArray(computed)) {
    return computed.map((item: unknown, index): unknown =>
      index < present.length ? refreshed(present[index], item) : item,
    );
  }
  if (!isObject(present) || !isObject(computed)) return computed;
  return Object.fromEntries(
    Object.entries(computed).map(([name, member]) => [
      name,
      name in present ? refreshed(present[name], member) : member,
    ]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text of every example file, by path from the repository's root, as it should be. */
export function exampleFiles({ actions, triggers }: Examples): Map<string, string> {
  const values: [file: string, computed: unknown][] = [
    ...[...actions].map(([key, data]): [string, unknown] => [exampleFile(key), data]),
    ...[...triggers].map(([key, result]): [string, unknown] => [triggerFile(key), result]),
  ];
  return new Map(values.map(([file, computed]) => [file, JSON.stringify(refreshed(readJson(file), computed))]));
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(root, file), "utf8"));
}
