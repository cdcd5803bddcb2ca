import { randomUUID } from "node:crypto";
import { cutBatch } from "./expectations";
import { succeeds } from "./outcomes";
import type { Prepared, Subject, World } from "./subjects";

/** Steps that change records and columns. Each works on rows of its own, named by its tag. */

const values = (tag: string) => ({ dynamicValues: { name: tag } });

async function count(world: World, path: string): Promise<number> {
  return (await world.api<{ value: unknown[] }>("GET", path)).value.length;
}

const accountsNamed = (world: World, tag: string) => count(world, `accounts?$select=name&$filter=name eq '${tag}'`);

async function newAccount(world: World): Promise<{ id: string; etag: string }> {
  const row = await world.api<{ accountid: string; "@odata.etag": string }>("POST", "accounts", { name: "before" });
  return { id: row.accountid, etag: row["@odata.etag"] };
}

function create(more: object): Subject["prepare"] {
  return (world, tag) => ({
    params: { entityType: "accounts", ...values(tag), ...more },
    timesDone: () => accountsNamed(world, tag),
  });
}

function update(more: (etag: string) => object): Subject["prepare"] {
  return async (world, tag) => {
    const { id, etag } = await newAccount(world);
    return {
      params: { entityType: "accounts", entityId: id, ...values(tag), ...more(etag) },
      timesDone: () => accountsNamed(world, tag),
    };
  };
}

async function upsert(world: World, tag: string): Promise<Prepared> {
  const params = { entityType: "accounts", entityId: `accountnumber='${tag}'`, ...values(tag) };
  return { params, timesDone: () => accountsNamed(world, tag) };
}

/** The remaining record shows whether the delete ran: a record cannot be deleted twice. */
async function remove(world: World): Promise<Prepared> {
  const { id } = await newAccount(world);
  const left = () => count(world, `accounts?$select=name&$filter=accountid eq ${id}`);
  return { params: { entityType: "accounts", entityId: id }, timesDone: async () => 1 - (await left()) };
}

/** Two operations; half a batch shows as half a time. */
function batch(failureHandling: string, action: "create" | "update"): Subject["prepare"] {
  return async (world, tag) => {
    const keys = action === "update" ? [await newAccount(world), await newAccount(world)] : [undefined, undefined];
    const actions = keys.map((key) => ({
      action,
      collection: "accounts",
      data: { name: tag },
      ...(key && { key: key.id }),
    }));
    return { params: { actions, failureHandling }, timesDone: async () => (await accountsNamed(world, tag)) / 2 };
  };
}

const label = (text: string) => ({
  "@odata.type": "Microsoft.Dynamics.CRM.Label",
  LocalizedLabels: [
    { "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel", Label: text, LanguageCode: 1033, IsManaged: false },
  ],
});

const columnBody = (tag: string) => ({
  "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
  SchemaName: `new_${tag}`,
  RequiredLevel: { Value: "None", CanBeChanged: true, ManagedPropertyLogicalName: "canmodifyrequirementlevelsettings" },
  MaxLength: 100,
  FormatName: { Value: "Text" },
  DisplayName: label("before"),
  Description: label("A column"),
});

const table = "EntityDefinitions(LogicalName='lead')";

function createColumn(world: World, tag: string): Prepared {
  return {
    params: { entityId: "lead", attributeBody: columnBody(tag) },
    timesDone: () => count(world, `${table}/Attributes?$select=LogicalName&$filter=LogicalName eq 'new_${tag}'`),
  };
}

async function updateColumn(world: World, tag: string): Promise<Prepared> {
  await world.api("POST", `${table}/Attributes`, columnBody(tag));
  const isRenamed = async () => {
    const path = `${table}/Attributes(LogicalName='new_${tag}')?$select=DisplayName`;
    const { DisplayName } = await world.api<{ DisplayName: { UserLocalizedLabel: { Label: string } } }>("GET", path);
    return DisplayName.UserLocalizedLabel.Label === tag;
  };
  return {
    params: { entityId: "lead", attributeBody: { LogicalName: `new_${tag}`, DisplayName: label(tag) } },
    timesDone: async () => ((await isRenamed()) ? 1 : 0),
  };
}

/** 204 without a body is what the service answers. */
const confirmedBy204 = { "bare 204": succeeds(1) };

export const writingSubjects: Subject[] = [
  { kind: "action", key: "createEntity", title: "createEntity", requestClass: "once", prepare: create({}) },
  {
    kind: "action",
    key: "createEntity",
    title: "createEntity, Return Record off",
    requestClass: "once",
    prepare: create({ returnRecord: "false" }),
  },
  {
    kind: "action",
    key: "createEntity",
    title: "createEntity, Record ID",
    requestClass: "chosenId",
    prepare: (world, tag) => create({ recordId: randomUUID() })(world, tag),
  },
  {
    kind: "action",
    key: "updateEntity",
    title: "updateEntity",
    requestClass: "repeatable",
    prepare: update(() => ({})),
  },
  {
    kind: "action",
    key: "updateEntity",
    title: "updateEntity, Return Record off",
    requestClass: "repeatable",
    prepare: update(() => ({ returnRecord: "false" })),
    exceptions: confirmedBy204,
  },
  {
    kind: "action",
    key: "updateEntity",
    title: "updateEntity, ETag",
    requestClass: "conditional",
    prepare: update((etag) => ({ etag })),
  },
  { kind: "action", key: "upsertEntity", title: "upsertEntity", requestClass: "repeatable", prepare: upsert },
  {
    kind: "action",
    key: "deleteEntity",
    title: "deleteEntity",
    requestClass: "repeatable",
    prepare: remove,
    exceptions: confirmedBy204,
  },
  {
    kind: "action",
    key: "batchEntityActions",
    title: "batchEntityActions, all or nothing, creates",
    requestClass: "once",
    prepare: batch("allOrNothing", "create"),
    exceptions: { "cut batch": cutBatch.creatingChangeSet },
  },
  {
    kind: "action",
    key: "batchEntityActions",
    title: "batchEntityActions, all or nothing, updates",
    requestClass: "repeatable",
    prepare: batch("allOrNothing", "update"),
    exceptions: { "cut batch": cutBatch.changeSet },
  },
  {
    kind: "action",
    key: "batchEntityActions",
    title: "batchEntityActions, continue on error, creates",
    requestClass: "once",
    prepare: batch("continueOnError", "create"),
    exceptions: { "cut batch": cutBatch.independent },
  },
  {
    kind: "action",
    key: "batchEntityActions",
    title: "batchEntityActions, continue on error, updates",
    requestClass: "repeatable",
    prepare: batch("continueOnError", "update"),
    exceptions: { "cut batch": cutBatch.independent },
  },
  { kind: "action", key: "createAttribute", title: "createAttribute", requestClass: "once", prepare: createColumn },
  {
    kind: "action",
    key: "updateAttribute",
    title: "updateAttribute",
    requestClass: "repeatable",
    before: 1,
    after: 1,
    prepare: updateColumn,
    exceptions: confirmedBy204,
  },
  {
    kind: "action",
    key: "rawRequestV2",
    title: "rawRequestV2, POST, Max Retry Count 3",
    requestClass: "rawPost",
    prepare: (world, tag) => ({
      params: { url: "/api/data/v9.2/accounts", method: "POST", data: { name: tag }, maxRetries: "3" },
      timesDone: () => accountsNamed(world, tag),
    }),
  },
];
