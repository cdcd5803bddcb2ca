import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import component from "../src";

/**
 * What integrations depend on, pinned: keys are kept for ever, labels and defaults are exactly these. Inputs marked "+"
 * are the component's own further ones; they are optional and stand behind the others.
 */
const actions: Record<string, { label: string; inputs: string[] }> = {
  createEntity: {
    label: "[CRM] Create Entity",
    inputs: [
      "entityType string required: Entity Type",
      "dynamicValues data: Dynamic Values",
      "fieldValues string keyvaluelist: Field Value",
      "connection connection required: Connection",
      "+ returnRecord boolean: Return Record = true",
      "+ returnFieldNames string valuelist: Return Field Name",
      "+ recordId string: Record ID",
    ],
  },
  deleteEntity: {
    label: "[CRM] Delete Entity",
    inputs: [
      "entityType string required: Entity Type",
      "entityId string required: Entity ID",
      "connection connection required: Connection",
      "+ etag string: ETag",
    ],
  },
  getCurrentUser: { label: "[CRM] Get Current User", inputs: ["connection connection required: Connection"] },
  getEntity: {
    label: "[CRM] Get Entity",
    inputs: [
      "entityType string required: Entity Type",
      "entityId string required: Entity ID",
      "fieldNames string valuelist: Field Name",
      "expandPropertyNames string valuelist: Expand Property Name",
      "connection connection required: Connection",
    ],
  },
  queryEntities: {
    label: "[CRM] Query Entities",
    inputs: [
      "entityType string required: Entity Type",
      "fieldNames string valuelist: Field Name",
      "filterExpression string: Filter Expression",
      "orderByFieldNames string valuelist: Order By Field Name",
      "expandPropertyNames string valuelist: Expand Property Name",
      "recordsPerPage string: Records Per Page = 100",
      "nextPageId string: Next Page Id",
      "connection connection required: Connection",
      "+ fetchAll boolean: Fetch All = false",
      "+ maxRecords string: Max Records",
      "+ includeCount boolean: Include Count = false",
    ],
  },
  rawRequest: { label: "[CRM] Raw Request", inputs: rawInputs() },
  rawRequestV2: { label: "Raw Request", inputs: rawInputs() },
  updateEntity: {
    label: "[CRM] Update Entity",
    inputs: [
      "entityType string required: Entity Type",
      "entityId string required: Entity ID",
      "fieldValues string keyvaluelist: Field Value",
      "dynamicValues data: Dynamic Values",
      "connection connection required: Connection",
      "+ returnRecord boolean: Return Record = true",
      "+ returnFieldNames string valuelist: Return Field Name",
      "+ etag string: ETag",
    ],
  },
  upsertEntity: {
    label: "[CRM] Upsert Entity",
    inputs: [
      "entityType string required: Entity Type",
      "entityId string required: Entity ID",
      "fieldValues string keyvaluelist: Field Value",
      "dynamicValues data: Dynamic Values",
      "connection connection required: Connection",
      "+ returnRecord boolean: Return Record = true",
      "+ returnFieldNames string valuelist: Return Field Name",
    ],
  },
};

function rawInputs(): string[] {
  return [
    "connection connection required: Connection",
    "url string required: URL",
    "method string required: Method",
    "data string: Data",
    "formData string keyvaluelist: Form Data",
    "fileData string keyvaluelist: File Data",
    "fileDataFileNames string keyvaluelist: File Data File Names",
    "queryParams string keyvaluelist: Query Parameter",
    "headers string keyvaluelist: Header",
    "responseType string: Response Type = json",
    "timeout string: Timeout",
    "debugRequest boolean: Debug Request = false",
    "retryDelayMS string: Retry Delay (ms) = 0",
    "retryAllErrors boolean: Retry On All Errors = false",
    "maxRetries string: Max Retry Count = 0",
    "useExponentialBackoff boolean: Use Exponential Backoff = false",
  ];
}

interface ManifestInput {
  key: string;
  type: string;
  label: string;
  collection?: string;
  required?: boolean;
  default?: unknown;
  shown?: boolean;
}

function line(input: ManifestInput): string {
  const kind = [input.type, input.collection, input.required && "required"].filter(Boolean).join(" ");
  const preset = typeof input.default === "string" && input.default !== "" ? ` = ${input.default}` : "";
  return `${input.key} ${kind}: ${input.label}${preset}`;
}

it("has the actions that are pinned, and no others", () => {
  expect(Object.keys(component.actions).sort()).toEqual(Object.keys(actions).sort());
});

describe.each(Object.keys(actions))("%s", (key) => {
  const pinned = actions[key];
  const action = component.actions[key];

  it("keeps its label and every input's key, type, label, order and default", () => {
    expect(action?.display.label).toBe(pinned?.label);
    expect((action?.inputs as ManifestInput[]).map(line)).toEqual(
      pinned?.inputs.map((text) => text.replace(/^\+ /, "")),
    );
  });

  it("has no further input that is required or stands before the others", () => {
    const marks = (pinned?.inputs ?? []).map((text) => text.startsWith("+ "));
    expect(marks).toEqual([...marks].sort());
    expect((pinned?.inputs ?? []).filter((text) => text.startsWith("+ ") && / required:/.test(text))).toEqual([]);
  });
});

it("keeps both connections, their grants and their inputs", () => {
  const shown = component.connections.map(({ key, label, oauth2Type, inputs }) => ({
    key,
    label,
    oauth2Type,
    inputs: (inputs as ManifestInput[]).map(
      (input) => `${input.shown === false ? "(hidden) " : ""}${input.key} ${input.type}: ${input.label}`,
    ),
  }));
  expect(shown).toEqual([
    {
      key: "oauth2",
      label: "MS Dynamics OAuth 2.0 Auth Code",
      oauth2Type: "authorization_code",
      inputs: [
        "webApiUrl string: Web API URL",
        "scopes string: Scopes",
        "clientId string: Client ID",
        "clientSecret password: Client Secret",
        "(hidden) authorizeUrl template: Authorize URL",
        "(hidden) tokenUrl template: Token URL",
        "tenant string: Tenant",
        "loginUrl string: Login URL",
      ],
    },
    {
      key: "clientCredentials",
      label: "MS Dynamics OAuth 2.0 Client Credentials",
      oauth2Type: "client_credentials",
      inputs: [
        "webApiUrl string: Web API URL",
        "tokenUrl string: Token URL",
        "scopes string: Scopes",
        "clientId string: Client ID",
        "clientSecret password: Client secret value",
      ],
    },
  ]);
});

it("names itself as the marketplace knows it", () => {
  expect(component).toMatchObject({
    key: "ms-dynamics",
    public: false,
    display: { label: "Microsoft Dynamics 365", category: "Application Connectors", iconPath: "icon.png" },
  });
});

describe("what a builder reads", () => {
  const inputs = Object.entries(component.actions).flatMap(([key, action]) =>
    (action.inputs as (ManifestInput & { comments?: string; placeholder?: string; example?: string })[]).map(
      (input) => ({ name: `${key}.${input.key}`, ...input }),
    ),
  );

  it("is a comment on every input, and a placeholder and an example on every text", () => {
    const others = inputs.filter(({ type }) => type !== "connection");
    expect(others.filter(({ comments }) => !comments?.endsWith(".")).map(({ name }) => name)).toEqual([]);
    const texts = others.filter(({ type }) => type !== "boolean");
    expect(texts.filter(({ placeholder, example }) => !placeholder || !example).map(({ name }) => name)).toEqual([]);
  });

  it("addresses nobody and does not name the platform", () => {
    const spoken = inputs.flatMap(({ name, comments, label }) =>
      /\b(you|your|yours)\b|prismatic/i.test(`${label} ${comments}`) ? [name] : [],
    );
    expect(spoken).toEqual([]);
  });
});

const contractFile = path.resolve(__dirname, "../../shared/contract.json");
const agreed = existsSync(contractFile) ? it : it.skip;

agreed("agrees with the published contract wherever the component has the action", () => {
  const contract = JSON.parse(readFileSync(contractFile, "utf8")) as {
    actions: { key: string; label: string; inputs: ManifestInput[] }[];
  };
  for (const { key, label, inputs } of contract.actions) {
    const pinned = actions[key];
    if (!pinned) continue;
    expect(pinned.label).toBe(label);
    expect(pinned.inputs.slice(0, inputs.length)).toEqual(inputs.map(line));
  }
});
