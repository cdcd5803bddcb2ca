import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import component from "../src";

/**
 * Pins the parts that integrations depend on: keys never change, and labels and defaults are exactly these. Inputs
 * marked "+" are additional; they are optional and come after the others.
 */
const actions: Record<string, { label: string; inputs: string[] }> = {
  batchEntityActions: {
    label: "[CRM] Batch Entity Actions",
    inputs: [
      "connection connection required: Connection",
      "actions code required: Batch Actions = (JSON)",
      "+ failureHandling string: Failure Handling = allOrNothing",
    ],
  },
  createAttribute: {
    label: "[CRM] Create Attribute",
    inputs: [
      "connection connection required: Connection",
      "entityId string required: Entity ID",
      "attributeBody code required: Attribute Body = (JSON)",
      "+ publish boolean: Publish = false",
      "+ solutionUniqueName string: Solution Unique Name",
    ],
  },
  getAttribute: {
    label: "[CRM] Get Attribute",
    inputs: [
      "connection connection required: Connection",
      "entityId string required: Entity ID",
      "attributeType string: Attribute Type",
      "fieldNames string valuelist: Field Name",
      "expandPropertyNames string valuelist: Expand Property Name",
    ],
  },
  getEntitiesMetaData: {
    label: "[CRM] Get Entities Metadata",
    inputs: [
      "connection connection required: Connection",
      "defaultSelectedRecordTypes string valuelist: Default Selected Entity Types",
      "recordTypeFilter string valuelist: Entity Type Filter",
      "includeAllCustomRecordTypes boolean: Include All Custom Entity Types = true",
      "includeOnlyTopLevelRecordTypes boolean: Include Only Top Level Record Types = false",
    ],
  },
  getEntityMetaData: {
    label: "[CRM] Get Entity Metadata",
    inputs: [
      "entityType string required: Entity Type",
      "connection connection required: Connection",
      "lookupField boolean: Use Logical Name for Lookup = true",
    ],
  },
  queryAttributes: {
    label: "[CRM] Query Attributes",
    inputs: [
      "connection connection required: Connection",
      "entityId string required: Entity ID",
      "attributeType string: Attribute Type",
      "fieldNames string valuelist: Field Name",
      "filterExpression string: Filter Expression",
      "expandPropertyNames string valuelist: Expand Property Name",
    ],
  },
  fetchXml: {
    label: "[CRM] Run Fetch XML Query",
    inputs: [
      "entityType string required: Entity Type",
      "xmlQuery code required: XML Query",
      "includeAnnotations string: Include Annotations",
      "pageNumber string: Page Number",
      "nextPageId string: Next Page Id",
      "impersonateUserId string: Impersonate User Id",
      "connection connection required: Connection",
      "+ fetchAll boolean: Fetch All = false",
    ],
  },
  updateAttribute: {
    label: "[CRM] Update Attribute",
    inputs: [
      "connection connection required: Connection",
      "entityId string required: Entity ID",
      "attributeBody code required: Attribute Body = (JSON)",
      "+ publish boolean: Publish = false",
      "+ solutionUniqueName string: Solution Unique Name",
    ],
  },
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
  return `${input.key} ${kind}: ${input.label}${preset(input.default)}`;
}

/** Bodies are compared by themselves. */
function preset(value: unknown): string {
  if (typeof value === "object" || (typeof value === "string" && /^[[{]/.test(value))) return " = (JSON)";
  return typeof value === "string" && value !== "" ? ` = ${value}` : "";
}

it("has the seventeen actions that are pinned, and no others", () => {
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

it("has the webhook trigger with its branches and its key", () => {
  expect(Object.keys(component.triggers)).toEqual(["dynamicsWebhookTrigger"]);
  const { display, inputs, staticBranchNames, allowsBranching } = component.triggers[
    "dynamicsWebhookTrigger"
  ] as unknown as {
    display: { label: string };
    inputs: ManifestInput[];
    staticBranchNames: string[];
    allowsBranching: boolean;
  };
  expect(display.label).toBe("Webhook");
  expect(allowsBranching).toBe(true);
  expect(staticBranchNames).toEqual(["URL Validation / Heartbeat", "Event"]);
  expect(inputs.map(line)).toEqual(["webhookKey password: Webhook Authentication Key"]);
});

it("has a default body for creating a column that names its type and its schema name", () => {
  const bodies = ["createAttribute", "updateAttribute"].map((key) => {
    const input = (component.actions[key]?.inputs as ManifestInput[]).find(({ key: name }) => name === "attributeBody");
    return JSON.parse(String(input?.default)) as Record<string, unknown>;
  });
  for (const body of bodies) {
    expect(body).toMatchObject({
      SchemaName: "new_Balance",
      "@odata.type": "Microsoft.Dynamics.CRM.MoneyAttributeMetadata",
    });
  }
});

it("names itself as the marketplace knows it", () => {
  expect(component).toMatchObject({
    key: "ms-dynamics",
    public: false,
    display: { label: "Microsoft Dynamics 365", category: "Application Connectors", iconPath: "icon.png" },
  });
});

const dataSources: Record<string, { label: string; type: string; inputs: string[] }> = {
  attributes: {
    label: "Select Attribute",
    type: "picklist",
    inputs: [
      "connection connection required: Connection",
      "entityType string: Entity Type",
      "entityId string: Entity ID",
    ],
  },
  choices: { label: "Select Choice", type: "picklist", inputs: fieldInputs() },
  entities: {
    label: "Select Entity",
    type: "picklist",
    inputs: [...entityTypeInputs(), "search string: Search"],
  },
  entityTypes: {
    label: "Select Entity Type",
    type: "picklist",
    inputs: ["connection connection required: Connection"],
  },
  getEntitiesMetaData: {
    label: "Select Entities and Fields",
    type: "objectSelection",
    inputs: actions["getEntitiesMetaData"]?.inputs ?? [],
  },
  lookupTargets: { label: "Select Lookup Target", type: "picklist", inputs: fieldInputs() },
  relationships: { label: "Select Relationship", type: "picklist", inputs: entityTypeInputs() },
  solutions: { label: "Select Solution", type: "picklist", inputs: ["connection connection required: Connection"] },
  systemUsers: {
    label: "Select User",
    type: "picklist",
    inputs: ["connection connection required: Connection", "search string: Search"],
  },
  tables: { label: "Select Table", type: "picklist", inputs: ["connection connection required: Connection"] },
  views: { label: "Select View", type: "picklist", inputs: entityTypeInputs() },
};

function entityTypeInputs(): string[] {
  return ["connection connection required: Connection", "entityType string required: Entity Type"];
}

function fieldInputs(): string[] {
  return [...entityTypeInputs(), "field string required: Field"];
}

it("has the data sources that are pinned, the published connector's under their keys", () => {
  const built = Object.entries(component.dataSources).map(([key, { display, dataSourceType, inputs }]) => [
    key,
    { label: display.label, type: dataSourceType, inputs: (inputs as ManifestInput[]).map(line) },
  ]);
  expect(Object.fromEntries(built)).toEqual(dataSources);
});

it("gives every input that names something of the organization a data source of its kind", () => {
  const picked = Object.entries(component.actions).flatMap(([key, action]) =>
    (action.inputs as { key: string; dataSource?: string }[]).flatMap(({ key: input, dataSource }) =>
      dataSource === undefined ? [] : [`${key}.${input}: ${dataSource}`],
    ),
  );
  expect(picked.sort()).toEqual(
    [
      ...["createEntity", "deleteEntity", "fetchXml", "getEntity", "queryEntities", "updateEntity", "upsertEntity"].map(
        (key) => `${key}.entityType: entityTypes`,
      ),
      ...["deleteEntity", "getEntity", "updateEntity", "upsertEntity"].map((key) => `${key}.entityId: entities`),
      ...["createAttribute", "getAttribute", "queryAttributes", "updateAttribute"].map(
        (key) => `${key}.entityId: tables`,
      ),
      ...["createEntity", "updateEntity", "upsertEntity"].map((key) => `${key}.returnFieldNames: attributes`),
      ...["createAttribute", "updateAttribute"].map((key) => `${key}.solutionUniqueName: solutions`),
      ...["getEntity", "queryEntities"].flatMap((key) => [
        `${key}.fieldNames: attributes`,
        `${key}.expandPropertyNames: relationships`,
      ]),
      "fetchXml.impersonateUserId: systemUsers",
      "getAttribute.attributeType: attributes",
      "getEntitiesMetaData.defaultSelectedRecordTypes: tables",
      "getEntitiesMetaData.recordTypeFilter: tables",
      "getEntityMetaData.entityType: tables",
      "queryEntities.orderByFieldNames: attributes",
    ].sort(),
  );
});

it("lets the designer run what only reads, and nothing that may write", () => {
  const reads = [
    "fetchXml",
    "getAttribute",
    "getCurrentUser",
    "getEntitiesMetaData",
    "getEntity",
    "getEntityMetaData",
    "queryAttributes",
    "queryEntities",
  ];
  const safety = Object.entries(component.actions).map(([key, { performSafety }]) => [key, performSafety]);
  expect(Object.fromEntries(safety)).toEqual(
    Object.fromEntries(Object.keys(actions).map((key) => [key, reads.includes(key) ? "SAFE" : "NOT_ALLOWED"])),
  );
});

it("shows an example of what every action, trigger and data source gives", () => {
  const members = [component.actions, component.triggers, component.dataSources].flatMap((each) =>
    Object.entries(each as Record<string, { examplePayload?: object }>),
  );
  expect(members.filter(([, { examplePayload }]) => examplePayload === undefined).map(([key]) => key)).toEqual([]);
});

describe("what a builder reads", () => {
  const members = { ...component.dataSources, ...component.triggers, ...component.actions };
  const inputs = Object.entries(members).flatMap(([key, action]) =>
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

  it("does not address the reader and does not name the platform", () => {
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
    const built = component.actions[key]?.inputs as ManifestInput[];
    for (const [index, { default: agreedDefault }] of inputs.entries()) {
      if (typeof agreedDefault === "object") expect(JSON.parse(String(built[index]?.default))).toEqual(agreedDefault);
    }
  }
});
