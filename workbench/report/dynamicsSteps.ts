import type { StepTexts } from "./describe";
import { isRecord, shorten, summary, type Values } from "./valueText";

/** Describes the effects of this component's steps in terms of Dataverse records. */
type Describe = (params: Values, record: Values, results: unknown) => string;

const actions: Record<string, Describe> = {
  createEntity: (params, record) => `created ${recordText(params, record)}`,
  getEntity: (params, record) => `read ${recordText(params, record)}`,
  updateEntity: (params, record) => `updated ${recordText(params, record)}`,
  upsertEntity: (params, record) =>
    `${record["@created"] === true ? "created" : "updated"} ${recordText(params, record)}`,
  deleteEntity: (params, record) => `deleted ${recordText(params, record)}`,
  queryEntities: found,
  fetchXml: found,
  batchEntityActions: describeBatch,
  getCurrentUser: (_params, { UserId: user }) => `signed in as user ${String(user)}`,
  rawRequest: describeRawRequest,
  rawRequestV2: describeRawRequest,
};

function found({ entityType, xmlQuery }: Values, { value, isComplete }: Values): string {
  const records = Array.isArray(value) ? value.filter(isRecord) : [];
  const more = isComplete === false ? ", more exist" : "";
  // The rows of an aggregate are not records.
  if (/\baggregate\s*=\s*["'](true|1)["']/.test(String(xmlQuery))) {
    return `aggregated ${String(entityType)} into ${records.length} ${records.length === 1 ? "row" : "rows"}${more}`;
  }
  const names = records.map(nameOf).filter((name) => name !== undefined);
  const list = names.length > 0 ? `: ${shorten(names.map((name) => `'${name}'`).join(", "))}` : "";
  const table = records.length === 1 ? singular(String(entityType)) : String(entityType);
  return `found ${records.length} ${table}${more}${list}`;
}

/** In one transaction the result is a list with an entry per operation; the other modes count what failed. */
function describeBatch({ actions }: Values, { succeeded, failed }: Values, results: unknown): string {
  const operations = Array.isArray(actions) ? actions.filter(isRecord) : [];
  const texts = operations.map(({ action, collection }) => `${String(action)} ${singular(String(collection))}`);
  const list = texts.length > 0 ? `: ${shorten(texts.join(", "))}` : "";
  const text = (count: number) => (count === 1 ? "1 operation" : `${count} operations`);
  if (typeof succeeded === "number") {
    return `${text(succeeded)} succeeded${failed === 0 ? "" : `, ${String(failed)} failed`}${list}`;
  }
  return `${text(Array.isArray(results) ? results.length : operations.length)}, one transaction${list}`;
}

function describeRawRequest({ method, url }: Values, _record: Values, results: unknown): string {
  return `${String(method)} ${String(url)}: ${summary(results)}`;
}

/** The trigger parses what Dataverse posts; other bodies are not special. */
function describeTrigger(results: unknown): string | undefined {
  if (!isRecord(results) || typeof results.messageName !== "string") return undefined;
  const subject = [results.primaryEntityName, results.primaryEntityId].filter((part) => typeof part === "string");
  return `received ${[results.messageName, "of", ...subject].join(" ")}`;
}

/** `contact 1f0c... 'Ann Example'`, as far as the record contains them. */
function recordText({ entityType, entityId }: Values, record: Values): string {
  const id = typeof record.id === "string" ? record.id : idOf(record, String(entityType));
  const table = singular(String(entityType));
  const name = nameOf(record);
  return [table, id ?? (typeof entityId === "string" && entityId), name && `'${name}'`].filter(Boolean).join(" ");
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The primary key is named after the table, except on activities. */
function idOf(record: Values, entityType: string): string | undefined {
  const key = [`${singular(entityType)}id`, "activityid"].find((candidate) => guid.test(String(record[candidate])));
  return key === undefined ? undefined : String(record[key]);
}

function nameOf(record: Values): string | undefined {
  const key = ["fullname", "name", "subject", "title"].find((candidate) => typeof record[candidate] === "string");
  return key === undefined ? undefined : shorten(String(record[key]));
}

function singular(entitySetName: string): string {
  if (entitySetName.endsWith("ies")) return `${entitySetName.slice(0, -3)}y`;
  return /(ss|sh|ch|x)es$/.test(entitySetName) ? entitySetName.slice(0, -2) : entitySetName.replace(/s$/, "");
}

export const dynamicsSteps: StepTexts = {
  component: "ms-dynamics",
  actions: Object.fromEntries(
    Object.entries(actions).map(([key, text]) => [
      key,
      ({ params, results }) => text(params, isRecord(results) ? results : {}, results),
    ]),
  ),
  trigger: describeTrigger,
};
