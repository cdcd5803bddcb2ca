/**
 * Each rule of .spectral.yml is proven by a manifest that breaks it and nothing else. All of them are linted in one run
 * of the linter's own command, as `npm run lint:manifest` runs it.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { root } from "./build";

type Json = Record<string, unknown>;

const connection = {
  key: "connection",
  type: "connection",
  label: "Connection",
  required: true,
  comments: "The connection to use.",
};
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
const flag = {
  key: "fetchAll",
  type: "boolean",
  label: "Fetch All",
  default: "false",
  placeholder: "false",
  comments: "Gets every page.",
  example: "true",
};
const code = { ...text, key: "body", type: "code", label: "Body", language: "json", example: '{"name": "Contoso"}' };
const choice = {
  ...text,
  key: "mode",
  label: "Mode",
  comments: "The format of the answer.",
  model: [
    { label: "JSON", value: "json" },
    { label: "Text", value: "text" },
  ],
  default: "json",
  example: "text",
};

const record = { type: "object", description: "A record.", properties: { name: { type: "string" } } };
const schema = JSON.stringify(record);

/** Keeps every rule. */
const flawless = {
  definition: {
    key: "ms-dynamics",
    public: false,
    display: {
      label: "Dynamics",
      description: "Query records.",
      category: "Application Connectors",
      iconPath: "icon.png",
    },
  } as Json & { display: Json },
  actions: [
    member("getEntity", "[CRM] Get Entity", [connection, { ...text, dataSource: "entityTypes" }, flag], {
      examplePayload: '{"data":{"name":"Contoso"}}',
      outputSchema: { type: "actionOutput", schema },
      performSafety: "SAFE",
    }),
    member("createEntity", "[CRM] Create Entity", [connection, code, choice], {
      examplePayload: '{"data":{"name":"Contoso"}}',
      outputSchema: { type: "actionOutput", schema },
      performSafety: "NOT_ALLOWED",
    }),
  ] as Member[],
  triggers: [
    member("webhook", "Webhook", [secret], {
      allowsBranching: true,
      staticBranchNames: ["Event"],
      examplePayload: '{"payload":{"name":"Contoso"},"branch":"Event"}',
      outputSchema: { type: "branchingOutput", branchSchemas: [{ name: "Event", schema }] },
    }),
  ] as Member[],
  dataSources: [
    member("entityTypes", "Select Entity Type", [connection], {
      dataSourceType: "picklist",
      examplePayload: '{"result":[{"key":"accounts","label":"Account"}]}',
    }),
  ] as Member[],
  connections: [
    {
      key: "oauth2",
      label: "OAuth 2.0",
      comments: "Authenticates as a user.",
      oauth2Type: "authorization_code",
      inputs: [
        { ...text, key: "tokenUrl", label: "Token URL", default: "https://login.example", shown: false },
        { ...text, key: "scopes", label: "Scopes", comments: "What the token is for." },
        { ...text, key: "clientId", label: "Client ID", comments: "The ID of the app registration." },
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
    display: { label, description: `Does what ${label} says.` },
    inputs,
    ...more,
  };
}

/** Members and inputs by key, to change one. */
function found<T extends Json>(items: T[], key: string): T {
  const item = items.find((candidate) => candidate["key"] === key);
  if (!item) throw new Error(`There is no ${key}.`);
  return item;
}
function get(manifest: Manifest) {
  return found(manifest.actions, "getEntity");
}
function create(manifest: Manifest) {
  return found(manifest.actions, "createEntity");
}
function webhook(manifest: Manifest) {
  return found(manifest.triggers, "webhook");
}
function entityType(manifest: Manifest) {
  return found(get(manifest).inputs, "entityType");
}
function entityTypes(manifest: Manifest) {
  return found(manifest.dataSources, "entityTypes");
}
function mode(manifest: Manifest) {
  return found(create(manifest).inputs, "mode");
}
function oauth2(manifest: Manifest) {
  return found(manifest.connections, "oauth2");
}

function set(target: Json, values: Json): void {
  return void Object.assign(target, values);
}
/** An output schema in which something is different. */
function described(values: Json) {
  return {
    outputSchema: { type: "actionOutput", schema: JSON.stringify({ ...record, ...values }) },
  };
}
/** A further input that differs from the others of its member. */
function further(inputs: Json[], values: Json): void {
  return void inputs.push({ ...text, key: "further", label: "Further", comments: "Another value.", ...values });
}

const cases: [rule: string, what: string, breakIt: (manifest: Manifest) => void][] = [
  ["manifest-is-whole", "no triggers", (m) => delete (m as Partial<Manifest>).triggers],
  ["manifest-is-whole", "an empty list of connections", (m) => m.connections.pop()],
  ["member-is-whole", "no key", (m) => delete get(m)["key"]],
  ["key-is-camel-case", "an empty one", (m) => set(entityType(m), { key: "" })],
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
  ["key-is-unique", "two inputs", (m) => further(get(m).inputs, { key: "fetchAll" })],
  ["label-is-unique", "two actions", (m) => set(create(m).display, { label: "[CRM] Get Entity" })],
  [
    "label-is-unique",
    "the same description",
    (m) => set(create(m).display, { description: get(m).display["description"] }),
  ],
  ["input-label-is-unique", "two inputs", (m) => further(get(m).inputs, { label: "Fetch All" })],
  ["input-label-is-unique", "the same comment", (m) => further(get(m).inputs, { comments: "Gets every page." })],
  ["label-is-title-case", "the component", (m) => set(m.definition.display, { label: "dynamics" })],
  ["label-is-title-case", "an action", (m) => set(get(m).display, { label: "[CRM] Get entity" })],
  ["label-is-title-case", "an input", (m) => set(entityType(m), { label: "entity Type" })],
  ["label-is-title-case", "a full stop", (m) => set(entityType(m), { label: "Entity Type." })],
  ["description-is-a-sentence", "no full stop", (m) => set(get(m).display, { description: "Get it" })],
  ["description-is-a-sentence", "the component", (m) => set(m.definition.display, { description: "Query records" })],
  ["description-is-a-sentence", "directions", (m) => set(get(m).display, { directions: "Choose a table" })],
  ["description-is-a-sentence", "a connection", (m) => set(oauth2(m), { comments: "authenticates." })],
  ["description-is-a-sentence", "an output schema", (m) => set(get(m), described({ description: "A record" }))],
  ["member-is-whole", "no description", (m) => delete get(m).display["description"]],
  ["member-is-whole", "nothing to show", (m) => delete (entityTypes(m) as Json)["display"]],
  ["member-is-whole", "no description of the component", (m) => delete m.definition.display["description"]],
  ["description-is-a-sentence", "an empty one of the component", (m) => set(m.definition.display, { description: "" })],
  ["label-is-title-case", "an empty one of the component", (m) => set(m.definition.display, { label: "" })],
  ["connection-is-whole", "no label", (m) => delete oauth2(m)["label"]],
  ["connection-is-whole", "no comment", (m) => delete oauth2(m)["comments"]],
  ["input-is-whole", "no label", (m) => delete entityType(m)["label"]],
  ["label-is-title-case", "an empty one", (m) => set(entityType(m), { label: "" })],
  ["comment-on-every-input", "none", (m) => delete entityType(m)["comments"]],
  ["comment-on-every-input", "no sentence", (m) => set(entityType(m), { comments: "the type" })],
  ["comment-on-every-input", "none in a connection", (m) => delete found(oauth2(m).inputs, "clientSecret")["comments"]],
  ["comment-on-every-input", "none in a trigger", (m) => delete found(webhook(m).inputs, "clientSecret")["comments"]],
  ["comment-on-every-input", "none on a boolean", (m) => delete found(get(m).inputs, "fetchAll")["comments"]],
  ["comment-on-every-input", "none on a connection", (m) => delete found(get(m).inputs, "connection")["comments"]],
  ["no-second-person", "a comment", (m) => set(entityType(m), { comments: "The table of your choice." })],
  ["no-second-person", "a description", (m) => set(get(m).display, { description: "Gets what you want." })],
  ["no-second-person", "directions", (m) => set(get(m).display, { directions: "Choose your table." })],
  ["no-second-person", "an example", (m) => set(entityType(m), { example: "your table" })],
  ["no-second-person", "an output schema", (m) => set(get(m), described({ description: "What you asked for." }))],
  [
    "no-second-person",
    "deep within an output schema",
    (m) =>
      set(get(m), described({ properties: { name: { type: "string", description: "The name of your account." } } })),
  ],
  ["platform-is-not-named", "a comment", (m) => set(entityType(m), { comments: "A table that Prismatic reads." })],
  ["platform-is-not-named", "an output schema", (m) => set(get(m), described({ description: "Sent to Prismatic." }))],
  ["spelling-is-american", "a comment", (m) => set(entityType(m), { comments: "The colour of the organisation." })],
  ["text-is-tidy", "two blanks", (m) => set(entityType(m), { comments: "The  table." })],
  ["text-is-tidy", "a blank at the end", (m) => set(entityType(m), { placeholder: "Enter entity type " })],
  ["text-is-tidy", "a blank at the beginning", (m) => set(entityType(m), { example: " accounts" })],
  ["text-is-tidy", "two full stops", (m) => set(get(m).display, { description: "Gets it.." })],
  ["text-is-tidy", "a blank before a full stop", (m) => set(get(m).display, { description: "Gets it ." })],
  ["text-is-tidy", "an output schema", (m) => set(get(m), described({ description: "A  record." }))],
  [
    "text-is-tidy",
    "a choice",
    (m) =>
      set(mode(m), {
        model: [
          { label: "JSON  text", value: "json" },
          { label: "Text", value: "text" },
        ],
      }),
  ],
  ["example-on-every-input", "none", (m) => delete entityType(m)["example"]],
  ["example-on-every-input", "none on a boolean", (m) => delete found(get(m).inputs, "fetchAll")["example"]],
  ["example-on-every-input", "none on code", (m) => delete found(create(m).inputs, "body")["example"]],
  ["example-on-every-input", "none on a secret", (m) => delete found(webhook(m).inputs, "clientSecret")["example"]],
  ["example-on-every-input", "none in a connection", (m) => delete found(oauth2(m).inputs, "tokenUrl")["example"]],
  ["example-on-every-input", "an empty one", (m) => set(entityType(m), { example: "" })],
  [
    "example-on-every-input",
    "none on a time in a data source",
    (m) => further(entityTypes(m).inputs, { type: "timestamp", example: undefined }),
  ],
  ["json-example-is-json", "an example", (m) => set(found(create(m).inputs, "body"), { example: "{name: Contoso}" })],
  ["json-example-is-json", "a default", (m) => set(found(create(m).inputs, "body"), { default: "{" })],
  ["placeholder-on-every-input", "none", (m) => delete entityType(m)["placeholder"]],
  ["placeholder-on-every-input", "one that says nothing", (m) => set(entityType(m), { placeholder: "accounts" })],
  ["placeholder-on-every-input", "a full stop", (m) => set(entityType(m), { placeholder: "Enter accounts." })],
  ["placeholder-on-every-input", "none on a boolean", (m) => delete found(get(m).inputs, "fetchAll")["placeholder"]],
  [
    "placeholder-on-every-input",
    "none on a secret",
    (m) => delete found(webhook(m).inputs, "clientSecret")["placeholder"],
  ],
  [
    "placeholder-on-every-input",
    "none on a time",
    (m) => further(get(m).inputs, { type: "timestamp", placeholder: undefined }),
  ],
  ["input-is-whole", "no type", (m) => delete entityType(m)["type"]],
  ["input-is-whole", "an unknown type", (m) => set(entityType(m), { type: "str" })],
  ["input-is-whole", "an unknown kind of list", (m) => set(entityType(m), { collection: "list" })],
  ["code-has-a-language", "none", (m) => delete found(create(m).inputs, "body")["language"]],
  ["boolean-default-is-text", "a boolean", (m) => set(found(get(m).inputs, "fetchAll"), { default: false })],
  [
    "choices-have-labels",
    "a value alone",
    (m) => set(mode(m), { model: [{ value: "json" }, { label: "Text", value: "text" }] }),
  ],
  [
    "choices-have-labels",
    "a label like a value",
    (m) =>
      set(mode(m), {
        model: [
          { label: "json", value: "json" },
          { label: "Text", value: "text" },
        ],
      }),
  ],
  ["choices-differ", "two with a value", (m) => (mode(m)["model"] as Json[]).push({ label: "Other", value: "json" })],
  ["choices-differ", "two with a label", (m) => (mode(m)["model"] as Json[]).push({ label: "JSON", value: "other" })],
  ["example-is-a-choice", "another example", (m) => set(mode(m), { example: "xml" })],
  ["example-is-a-choice", "another default", (m) => set(mode(m), { default: "xml" })],
  ["data-source-is-known", "another", (m) => set(entityType(m), { dataSource: "tables" })],
  ["secret-is-a-password", "a string", (m) => set(found(oauth2(m).inputs, "clientSecret"), { type: "string" })],
  ["secret-is-a-password", "by its label alone", (m) => further(get(m).inputs, { label: "Access Token" })],
  ...["passphrase", "certificatePrivateKey", "apikey", "accessKey", "token", "refreshToken", "password"].map(
    (key): [string, string, (manifest: Manifest) => void] => [
      "secret-is-a-password",
      key,
      (m) => further(oauth2(m).inputs, { key }),
    ],
  ),
  ["secret-has-no-default", "one", (m) => set(found(oauth2(m).inputs, "clientSecret"), { default: "secret" })],
  ["hidden-input-has-a-default", "none", (m) => set(found(oauth2(m).inputs, "tokenUrl"), { default: "" })],
  ["action-takes-a-connection", "none", (m) => get(m).inputs.shift()],
  ["action-takes-a-connection", "no inputs", (m) => delete (entityTypes(m) as Json)["inputs"]],
  ["action-takes-a-connection", "an optional one", (m) => set(found(get(m).inputs, "connection"), { required: false })],
  ["oauth2-has-its-inputs", "another flow", (m) => set(oauth2(m), { oauth2Type: "" })],
  ["oauth2-has-its-inputs", "no scopes", (m) => oauth2(m).inputs.splice(1, 1)],
  ["example-payload-on-every-action", "none", (m) => delete get(m)["examplePayload"]],
  ["example-payload-on-every-action", "no data", (m) => set(get(m), { examplePayload: "{}" })],
  ["example-payload-on-every-action", "no JSON", (m) => set(get(m), { examplePayload: "{data}" })],
  ["example-payload-on-every-trigger", "none", (m) => delete webhook(m)["examplePayload"]],
  [
    "example-payload-on-every-data-source",
    "an empty list",
    (m) => set(entityTypes(m), { examplePayload: '{"result":[]}' }),
  ],
  [
    "picklist-example-has-labels",
    "a key alone",
    (m) => set(entityTypes(m), { examplePayload: '{"result":[{"key":"a"}]}' }),
  ],
  ["output-schema-on-every-member", "no type", (m) => set(get(m), { outputSchema: { schema } })],
  ["text-is-tidy", "a default", (m) => set(entityType(m), { default: "accounts " })],
  ["data-source-has-a-type", "none", (m) => delete entityTypes(m)["dataSourceType"]],
  ["output-schema-on-every-member", "none", (m) => delete get(m)["outputSchema"]],
  ["output-schema-on-every-member", "none of a trigger", (m) => delete webhook(m)["outputSchema"]],
  [
    "output-schema-on-every-member",
    "of another type",
    (m) => set(get(m), { outputSchema: { type: "branchingOutput", schema } }),
  ],
  ["output-schema-is-one", "text", (m) => set(get(m), { outputSchema: { type: "actionOutput", schema: "object" } })],
  [
    "output-schema-is-one",
    "nothing in it",
    (m) => set(get(m), { outputSchema: { type: "actionOutput", schema: "{}" } }),
  ],
  ["output-schema-is-one", "a keyword that does not exist", (m) => set(get(m), described({ property: {} }))],
  [
    "example-follows-schema",
    "nothing that it requires",
    (m) => set(get(m), described({ properties: { name: { type: "string" }, id: {} }, required: ["id"] })),
  ],
  ["example-follows-schema", "a value of another type", (m) => set(get(m), { examplePayload: '{"data":{"name":1}}' })],
  ["output-schema-is-one", "a type that does not exist", (m) => set(get(m), described({ type: "record" }))],
  [
    "example-follows-schema",
    "a trigger",
    (m) => set(webhook(m), { examplePayload: '{"payload":[],"branch":"Event"}' }),
  ],
  ["safety-on-every-action", "none", (m) => delete get(m)["performSafety"]],
  ["only-reads-are-safe", "a read that is not", (m) => set(get(m), { performSafety: "NOT_ALLOWED" })],
  ["only-reads-are-safe", "a create", (m) => set(create(m), { performSafety: "SAFE" })],
  ...["removeEntity", "associateEntity", "getOrCreateEntity", "listenToEntity", "getaway"].map(
    (key): [string, string, (manifest: Manifest) => void] => [
      "only-reads-are-safe",
      key,
      (m) => set(create(m), { key, performSafety: "SAFE" }),
    ],
  ),
  ["branches-are-named", "no names", (m) => delete webhook(m)["staticBranchNames"]],
  ["branches-have-schemas", "a name without", (m) => set(webhook(m), { staticBranchNames: ["Event", "Other"] })],
  [
    "branches-have-schemas",
    "a schema without a name",
    (m) =>
      set(webhook(m), {
        outputSchema: {
          type: "branchingOutput",
          branchSchemas: [
            { name: "Event", schema },
            { name: "Other", schema },
          ],
        },
      }),
  ],
];

const folder = mkdtempSync(path.join(tmpdir(), "ms-dynamics-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(index: number) {
  return path.join(folder, `${index}.json`);
}
const flawlessFile = path.join(folder, "flawless.json");
let broken: ReadonlyMap<string, string[]>;

beforeAll(async () => {
  writeFileSync(flawlessFile, JSON.stringify(flawless));
  cases.forEach(([, , breakIt], index) => {
    // Not structuredClone: inputs that occur twice must become separate objects.
    const manifest = JSON.parse(JSON.stringify(flawless)) as Manifest;
    breakIt(manifest);
    writeFileSync(fileOf(index), JSON.stringify(manifest));
  });
  broken = await lint();
});

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
  return new Map([...byFile].map(([file, codes]) => [file, [...new Set(codes)]]));
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
