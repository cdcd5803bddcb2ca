/** Says in one line what a step did, for a person who watches a flow. */
import type { StepEvent } from "../run/execution";

type Finished = Extract<StepEvent, { type: "finished" }>;
type Values = Record<string, unknown>;

/** The longest text shown of a name or a list. */
const longest = 60;

export function describe({ step, params, results, branch }: Finished): string {
  if (step.isTrigger) return describeTrigger(results);
  const own = descriptions[step.action];
  if (own && step.component === "ms-dynamics") return own(params, isRecord(results) ? results : {}, results);
  if (branch !== undefined) return `took the branch "${branch}"`;
  return summary(results);
}

const descriptions: Record<string, (params: Values, record: Values, results: unknown) => string> = {
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
  const more = isComplete === false ? ", and there are more" : "";
  // Rows of an aggregate sum up records and are none themselves.
  if (/\baggregate\s*=\s*["'](true|1)["']/.test(String(xmlQuery))) {
    return `summed up ${String(entityType)} in ${records.length} ${records.length === 1 ? "row" : "rows"}${more}`;
  }
  const names = records.map(nameOf).filter((name) => name !== undefined);
  const list = names.length > 0 ? `: ${shorten(names.map((name) => `'${name}'`).join(", "))}` : "";
  const table = records.length === 1 ? singular(String(entityType)) : String(entityType);
  return `found ${records.length} ${table}${more}${list}`;
}

/** All or nothing gives a list, one result for each operation; the other modes say what failed. */
function describeBatch({ actions }: Values, { succeeded, failed }: Values, results: unknown): string {
  const operations = isList(actions) ? actions.filter(isRecord) : [];
  const said = operations.map(({ action, collection }) => `${String(action)} ${singular(String(collection))}`);
  const list = said.length > 0 ? `: ${shorten(said.join(", "))}` : "";
  const text = (count: number) => (count === 1 ? "1 operation" : `${count} operations`);
  if (typeof succeeded === "number") {
    return `did ${text(succeeded)}${failed === 0 ? "" : `, and ${String(failed)} failed`}${list}`;
  }
  return `did ${text(isList(results) ? results.length : operations.length)} as one${list}`;
}

function describeRawRequest({ method, url }: Values, _record: Values, results: unknown): string {
  return `${String(method)} ${String(url)}: ${summary(results)}`;
}

function describeTrigger(results: unknown): string {
  // What Dataverse posts: the trigger has taken it apart.
  if (isRecord(results) && typeof results.messageName === "string") {
    const subject = [results.primaryEntityName, results.primaryEntityId].filter((part) => typeof part === "string");
    return `received ${[results.messageName, "of", ...subject].join(" ")}`;
  }
  const body = isRecord(results) && isRecord(results.body) ? results.body.data : undefined;
  if (body === undefined || body === "") return "started the flow";
  return `received ${isRecord(body) ? shorten(Object.keys(body).join(", ")) : summary(body)}`;
}

/** `contact 1f0c... 'Ann Example'`, as far as the record tells. */
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

function summary(results: unknown): string {
  if (results === undefined || results === null || results === "") return "done";
  if (Buffer.isBuffer(results)) return `${results.length} bytes`;
  if (Array.isArray(results)) return results.length === 1 ? "1 item" : `${results.length} items`;
  if (isRecord(results)) return shorten(Object.keys(results).join(", ")) || "done";
  return shorten(typeof results === "string" ? results : (JSON.stringify(results) ?? ""));
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= longest ? line : `${line.slice(0, longest - 3)}...`;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}
