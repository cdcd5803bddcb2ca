/**
 * The platform's work when endpoints, steps and images are registered: it fills the columns that clients do not send,
 * and rejects registrations that could never run ([RegisterWebhook], [RegisterPlugin]).
 */
import { invalidArgument } from "../errors/rejections";
import type { ServiceError } from "../errors/serviceError";
import { notEmulated } from "../errors/serviceError";
import type { Caller } from "../query";
import { type Operation } from "../records";
import { readRow } from "../records/rows";
import type { SqlRow } from "../organization/store/database";
import type { Store } from "../organization/store/store";

interface Host {
  store: Store;
  caller: Caller;
  newId: () => string;
}

type Write = Extract<Operation, { message: "Create" | "Update" }>;

/** The solution of changes that name none; its id is the same in every environment [SolutionConcepts]. */
const activeSolution = "fd140aae-4df4-11dd-bd17-0019b9312238";

const webhookContract = 8;
const webhookAuthentications = [4, 5, 6];

/** Messages the emulator raises. */
const raised = new Set([
  ...["Create", "Update", "Delete", "Assign", "SetState", "SetStateDynamicEntity"],
  ...["CreateMultiple", "UpdateMultiple", "Associate", "Disassociate"],
]);

const stages = [10, 20, 40];
const postOperation = 40;

/** @throws ServiceError */
export function completeRegistration(host: Host, operation: Operation): void {
  if (operation.message !== "Create" && operation.message !== "Update") return;
  switch (operation.table.logicalName) {
    case "serviceendpoint":
      completeEndpoint(host, operation);
      break;
    case "sdkmessageprocessingstep":
      completeStep(host, operation);
      break;
    case "sdkmessageprocessingstepimage":
      completeImage(host, operation);
      break;
  }
}

function completeEndpoint(host: Host, operation: Write): void {
  const { values } = operation;
  const row = merged(host.store, operation);
  if (row["contract"] !== undefined && row["contract"] !== webhookContract) {
    throw notEmulated("service endpoints other than webhooks (contract 8)");
  }
  const url = row["url"] ?? null;
  if (!isHttpUrl(url)) throw invalidArgument(`The webhook URL '${String(url ?? "")}' is not an absolute HTTP URL.`);
  const authentication = row["authtype"] ?? null;
  if (!webhookAuthentications.includes(Number(authentication))) {
    throw invalidArgument("A webhook's authentication type is WebhookKey (4), HttpHeader (5) or HttpQueryString (6).");
  }
  if ("authvalue" in values) values["isauthvalueset"] = (values["authvalue"] ?? "") === "" ? 0 : 1;
  if (operation.message === "Update") return;
  fillComponent(host, operation);
  // Required by the definition and without a meaning for webhooks, so that clients leave them out.
  values["path"] ??= "";
  values["solutionnamespace"] ??= "";
}

function isHttpUrl(value: SqlRow[string]): boolean {
  return typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function completeStep(host: Host, operation: Write): void {
  const { values } = operation;
  if (operation.message === "Create") fillComponent(host, operation);
  const row: SqlRow = { mode: 0, stage: 10, ...merged(host.store, operation) };
  if (row["eventhandler#type"] === "plugintype") throw notEmulated("plug-ins");
  if ("eventhandler" in values) values["eventhandlertypecode"] = values["eventhandler#type"] ?? null;
  const message = messageOf(host.store, row["sdkmessageid"]);
  if (message === undefined) return;
  if (!raised.has(message)) throw notEmulated(`steps on the message '${message}'`);
  checkFilter(host.store, row, message);
  const stage = Number(row["stage"]);
  if (!stages.includes(stage)) throw invalidArgument(`Steps cannot be registered in the stage ${stage}.`);
  if (row["mode"] === 1 && stage !== postOperation) {
    throw invalidArgument("Asynchronous steps can be registered in the post-operation stage (40) only.");
  }
}

function messageOf(store: Store, id: SqlRow[string] | undefined): string | undefined {
  if (id === undefined || id === null) return undefined;
  const row = store.database.get("SELECT name FROM sdkmessage WHERE sdkmessageid = ?", [id]);
  return row && String(row["name"]);
}

function checkFilter(store: Store, row: SqlRow, message: string): void {
  const id = row["sdkmessagefilterid"] ?? null;
  if (id === null) return;
  const filter = store.database.get("SELECT sdkmessageid FROM sdkmessagefilter WHERE sdkmessagefilterid = ?", [id]);
  if (filter?.["sdkmessageid"] !== row["sdkmessageid"]) {
    throw invalidArgument(`The message filter ${String(id)} is not one of the message '${message}'.`);
  }
}

/** Before a create there is no row to show, and after a delete none is left [ExecutionContext]. */
function completeImage(host: Host, operation: Write): void {
  if (operation.message === "Create") fillComponent(host, operation);
  const row = merged(host.store, operation);
  const step = host.store.database.get(
    "SELECT sdkmessageid, stage FROM sdkmessageprocessingstep WHERE sdkmessageprocessingstepid = ?",
    [row["sdkmessageprocessingstepid"] ?? null],
  );
  const message = messageOf(host.store, step?.["sdkmessageid"]) ?? "";
  const isBefore = row["imagetype"] !== 1;
  const isAfter = row["imagetype"] !== 0;
  if (isBefore && message.startsWith("Create")) throw unsupported("PreImage", message);
  if (isAfter && message === "Delete") throw unsupported("PostImage", message);
  if (isAfter && step !== undefined && step["stage"] !== postOperation) {
    throw invalidArgument("A post image needs a step in the post-operation stage (40).");
  }
}

function unsupported(image: string, message: string): ServiceError {
  return invalidArgument(`The image type '${image}' is not supported for the message '${message}'.`);
}

function fillComponent({ store, caller, newId }: Host, { table, values }: Write): void {
  const unique = `${table.logicalName}idunique`;
  values["organizationid"] = caller.organizationId;
  values["solutionid"] = activeSolution;
  if (store.catalog.table(table.logicalName)?.columns.has(unique)) values[unique] = newId();
}

/** The row after the write, as far as the given columns determine it. */
function merged(store: Store, { message, table, id, values }: Write): SqlRow {
  return message === "Create" ? values : { ...readRow(store, table, id), ...values };
}
