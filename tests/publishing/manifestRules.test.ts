import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { root } from "./build";

/**
 * Each rule of .spectral.yml is proven by a manifest that breaks it and nothing else. All of them are linted in one run
 * of the linter's own command, as `npm run lint:manifest` runs it.
 */

type Json = Record<string, unknown>;

const connection = { key: "connection", type: "connection", label: "Connection", required: true };
const text = {
  key: "entityType",
  type: "string",
  label: "Entity Type",
  default: "",
  placeholder: "Enter entity type",
  comments: "The entity set name of the table.",
  example: "accounts",
};
const secret = {
  ...text,
  key: "clientSecret",
  type: "password",
  label: "Client Secret",
  placeholder: "Enter client secret",
  comments: "The value of a client secret.",
};
const flag = { key: "fetchAll", type: "boolean", label: "Fetch All", default: "false", comments: "Gets every page." };
const code = { ...text, key: "body", type: "code", label: "Body", language: "json" };

/** Keeps every rule. */
const flawless = {
  definition: {
    key: "ms-dynamics",
    public: false,
    display: {
      label: "Dynamics",
      description: "Query records",
      category: "Application Connectors",
      iconPath: "icon.png",
    },
  } as Json & { display: Json },
  actions: [
    member("getEntity", "[CRM] Get Entity", [connection, { ...text, dataSource: "entityTypes" }, flag], {
      performSafety: "SAFE",
    }),
    member("createEntity", "[CRM] Create Entity", [connection, code], { performSafety: "NOT_ALLOWED" }),
  ] as Member[],
  triggers: [
    member("webhook", "Webhook", [secret], { allowsBranching: true, staticBranchNames: ["Event"] }),
  ] as Member[],
  dataSources: [member("entityTypes", "Select Entity Type", [connection], {})] as Member[],
  connections: [
    {
      key: "oauth2",
      label: "OAuth 2.0",
      comments: "Authenticates as a user.",
      inputs: [
        { ...text, key: "tokenUrl", label: "Token URL", default: "https://login.example", shown: false },
        secret,
      ],
    },
  ] as (Json & { inputs: Json[] })[],
};

type Manifest = typeof flawless;
type Member = Json & { display: Json; inputs: Json[] };

function member(key: string, label: string, inputs: Json[], more: Json): Member {
  return {
    key,
    display: { label, description: "Does one thing." },
    inputs,
    examplePayload: '{"data":{}}',
    outputSchema: { type: "actionOutput", schema: '{"type":"object"}' },
    ...more,
  };
}

/** Members and inputs by key, to change one. */
function found<T extends Json>(items: T[], key: string): T {
  const item = items.find((candidate) => candidate["key"] === key);
  if (!item) throw new Error(`There is no ${key}.`);
  return item;
}
const get = (manifest: Manifest) => found(manifest.actions, "getEntity");
const create = (manifest: Manifest) => found(manifest.actions, "createEntity");
const webhook = (manifest: Manifest) => found(manifest.triggers, "webhook");
const entityType = (manifest: Manifest) => found(get(manifest).inputs, "entityType");
const oauth2 = (manifest: Manifest) => found(manifest.connections, "oauth2");

const set = (target: Json, values: Json): void => void Object.assign(target, values);

const cases: [rule: string, what: string, breakIt: (manifest: Manifest) => void][] = [
  ["component-key-is-kebab-case", "camelCase", (m) => set(m.definition, { key: "msDynamics" })],
  ["component-has-category-and-icon", "no category", (m) => delete m.definition.display["category"]],
  [
    "component-has-category-and-icon",
    "an icon that is no PNG",
    (m) => set(m.definition.display, { iconPath: "i.svg" }),
  ],
  ["key-is-camel-case", "an action in snake case", (m) => set(create(m), { key: "create_entity" })],
  ["key-is-camel-case", "an input with a capital", (m) => set(entityType(m), { key: "EntityType" })],
  ["key-is-camel-case", "a connection with a hyphen", (m) => set(oauth2(m), { key: "o-auth" })],
  ["key-is-unique", "two inputs", (m) => get(m).inputs.push({ ...flag, label: "Other" })],
  ["label-is-unique", "two actions", (m) => set(create(m).display, { label: "[CRM] Get Entity" })],
  ["input-label-is-unique", "two inputs", (m) => get(m).inputs.push({ ...flag, key: "other" })],
  ["label-is-title-case", "an action", (m) => set(get(m).display, { label: "[CRM] Get entity" })],
  ["label-is-title-case", "an input", (m) => set(entityType(m), { label: "entity Type" })],
  ["label-is-title-case", "a full stop", (m) => set(entityType(m), { label: "Entity Type." })],
  ["description-is-a-sentence", "no full stop", (m) => set(get(m).display, { description: "Get it" })],
  ["description-is-a-sentence", "a connection", (m) => set(oauth2(m), { comments: "authenticates." })],
  ["description-is-there", "none", (m) => delete get(m).display["description"]],
  ["comment-on-every-input", "none", (m) => delete entityType(m)["comments"]],
  ["comment-on-every-input", "no sentence", (m) => set(entityType(m), { comments: "the type" })],
  ["comment-on-every-input", "none in a connection", (m) => delete found(oauth2(m).inputs, "clientSecret")["comments"]],
  ["no-second-person", "a comment", (m) => set(entityType(m), { comments: "The table of your choice." })],
  ["no-second-person", "a description", (m) => set(get(m).display, { description: "Gets what you want." })],
  ["platform-is-not-named", "a comment", (m) => set(entityType(m), { comments: "A table that Prismatic reads." })],
  ["example-on-every-text-input", "none", (m) => delete entityType(m)["example"]],
  ["placeholder-on-every-text-input", "none", (m) => delete entityType(m)["placeholder"]],
  ["placeholder-on-every-text-input", "one that says nothing", (m) => set(entityType(m), { placeholder: "accounts" })],
  ["code-has-a-language", "none", (m) => delete found(create(m).inputs, "body")["language"]],
  ["boolean-default-is-text", "a boolean", (m) => set(found(get(m).inputs, "fetchAll"), { default: false })],
  ["choices-have-labels", "a value alone", (m) => set(entityType(m), { model: [{ value: "accounts" }] })],
  ["data-source-is-known", "another", (m) => set(entityType(m), { dataSource: "tables" })],
  ["secret-is-a-password", "a string", (m) => set(found(oauth2(m).inputs, "clientSecret"), { type: "string" })],
  ["secret-has-no-default", "one", (m) => set(found(oauth2(m).inputs, "clientSecret"), { default: "secret" })],
  ["hidden-input-has-a-default", "none", (m) => set(found(oauth2(m).inputs, "tokenUrl"), { default: "" })],
  ["action-takes-a-connection", "none", (m) => get(m).inputs.shift()],
  ["action-takes-a-connection", "an optional one", (m) => set(found(get(m).inputs, "connection"), { required: false })],
  ["example-payload-on-every-member", "an action", (m) => set(get(m), { examplePayload: "{}" })],
  ["example-payload-on-every-member", "a trigger", (m) => set(webhook(m), { examplePayload: "{}" })],
  ["output-schema-on-every-action", "none", (m) => delete get(m)["outputSchema"]],
  ["safety-on-every-action", "none", (m) => delete get(m)["performSafety"]],
  ["write-is-not-safe", "a create", (m) => set(create(m), { performSafety: "SAFE" })],
  ["read-is-safe", "a read", (m) => set(get(m), { performSafety: "NOT_ALLOWED" })],
  ["branches-are-named", "no names", (m) => delete webhook(m)["staticBranchNames"]],
];

const folder = mkdtempSync(path.join(tmpdir(), "ms-dynamics-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (index: number) => path.join(folder, `${index}.json`);
const flawlessFile = path.join(folder, "flawless.json");
let broken: ReadonlyMap<string, string[]>;

beforeAll(async () => {
  writeFileSync(flawlessFile, JSON.stringify(flawless));
  cases.forEach(([, , breakIt], index) => {
    // Not structuredClone: inputs that occur twice here are to be two.
    const manifest = JSON.parse(JSON.stringify(flawless)) as Manifest;
    breakIt(manifest);
    writeFileSync(fileOf(index), JSON.stringify(manifest));
  });
  broken = await lint();
}, 120_000);

/** The rules that each file breaks. */
async function lint(): Promise<ReadonlyMap<string, string[]>> {
  const spectral = path.join(root, "node_modules/@stoplight/spectral-cli/dist/index.js");
  const report = path.join(folder, "report");
  const options = ["lint", `${folder}/*.json`, "--ruleset", ".spectral.yml", "--format", "json", "--output", report];
  await new Promise<void>((resolve) => {
    // It ends with 1, as it should: every file but one is flawed.
    execFile(process.execPath, [spectral, ...options], { cwd: root }, () => resolve());
  });
  const results = JSON.parse(readFileSync(report, "utf8")) as { code: string; source: string }[];
  const byFile = new Map<string, string[]>();
  for (const { code, source } of results) byFile.set(source, [...(byFile.get(source) ?? []), code]);
  return byFile;
}

it("finds nothing in a manifest that keeps every rule", () => {
  expect(broken.get(flawlessFile) ?? []).toEqual([]);
});

it.each(cases.map(([rule, what], index) => [rule, what, index] as const))("%s: %s", (rule, _what, index) => {
  expect(broken.get(fileOf(index))).toEqual([rule]);
});

it("proves every rule", () => {
  const { rules } = parse(readFileSync(path.join(root, ".spectral.yml"), "utf8")) as { rules: Json };
  expect([...new Set(cases.map(([rule]) => rule))].sort()).toEqual(Object.keys(rules).sort());
});
