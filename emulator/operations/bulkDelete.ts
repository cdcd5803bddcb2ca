import { matchingRows, parseQueryExpression } from "../fetchXml";
import { ServiceError, notEmulated } from "../errors/serviceError";
import type { Table } from "../metadata/model";
import { deleteRow, isJsonObject, payloadError, type WriteContext } from "../records";
import { storedInstant } from "../records/dates";
import { insertRow, rowExists } from "../records/rows";
import { checkOffers } from "../records/tableKinds";
import type { RequestContext } from "../messages/requestContext";
import type { Operation } from "./operation";

/** How far ahead of the emulator's clock a start still counts as now. */
const CLOCK_SKEW_MS = 60_000;

/**
 * A job that deletes the rows that queries find ("Delete data in bulk"). It is done before the answer is given: the
 * rows are gone and the job is complete when its id arrives. Rows that cannot be deleted stay, the others do not come
 * back for it.
 */
export const bulkDelete: Operation = {
  name: "BulkDelete",
  kind: "action",
  parameters: {
    QuerySet: {},
    JobName: {},
    SendEmailNotification: {},
    ToRecipients: {},
    CCRecipients: {},
    RecurrencePattern: {},
    StartDateTime: {},
    SourceImportId: { optional: true },
    RunNow: { optional: true },
    Options: { optional: true },
  },
  run: (context, parameters) => {
    const { QuerySet, JobName, RecurrencePattern, StartDateTime, Options } = parameters;
    if (typeof JobName !== "string") throw payloadError("The parameter 'JobName' must be a text.");
    if (RecurrencePattern !== "") throw notEmulated("bulk delete jobs that recur");
    checkStart(context, StartDateTime);
    const jobId = context.write.newId();
    context.store.database.transaction(() => {
      const failures = deleteAll(withOptions(context.write, Options), rowsOf(context, QuerySet));
      addJob(context, jobId, JobName, failures);
    });
    return { JobId: jobId };
  },
};

function checkStart({ store }: RequestContext, start: unknown): void {
  const startMs = typeof start === "string" ? Date.parse(start) : NaN;
  if (Number.isNaN(startMs)) throw payloadError("The parameter 'StartDateTime' must be a date with time.");
  if (startMs > store.now().getTime() + CLOCK_SKEW_MS) throw notEmulated("bulk delete jobs that start later");
}

/** `RunJobForSandbox` deletes past the event pipeline ("Sandbox fast delete"). */
function withOptions(write: WriteContext, options: unknown): WriteContext {
  if (!isJsonObject(options) || options["RunJobForSandbox"] !== true) return write;
  const { pipeline: _, ...direct } = write;
  return direct;
}

function rowsOf(context: RequestContext, querySet: unknown): { table: Table; ids: string[] }[] {
  if (!Array.isArray(querySet)) throw payloadError("A list of queries was expected in the parameter 'QuerySet'.");
  return querySet.map((query) => {
    const found = matchingRows(context, parseQueryExpression(query));
    checkOffers(found.table, "Delete");
    return found;
  });
}

/** What each row that stayed was refused for. */
function deleteAll(write: WriteContext, sets: { table: Table; ids: string[] }[]): ServiceError[] {
  const failures: ServiceError[] = [];
  for (const { table, ids } of sets) {
    for (const id of ids) {
      // A row may have gone with its parent, or may have been found by two of the queries.
      if (!rowExists(write.store, table, id)) continue;
      try {
        deleteRow(write, table, id);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        failures.push(error);
      }
    }
  }
  return failures;
}

/** Operation type 13 is a bulk delete, state 3 with status 30 "Completed", "Succeeded" (table reference of asyncoperation). */
function addJob({ store, caller }: RequestContext, id: string, name: string, failures: ServiceError[]): void {
  const table = store.catalog.table("asyncoperation");
  if (table === undefined) throw new Error("This organization has no system jobs.");
  const now = storedInstant(store.now());
  insertRow(store, table, {
    asyncoperationid: id,
    name,
    operationtype: 13,
    messagename: "BulkDelete",
    message: failures.map(({ code, message }) => `${code}: ${message}`).join("\n") || null,
    depth: 1,
    retrycount: 0,
    statecode: 3,
    statuscode: 30,
    startedon: now,
    completedon: now,
    ownerid: caller.userId,
    "ownerid#type": "systemuser",
    owninguser: caller.userId,
    owningbusinessunit: caller.businessUnitId,
    createdby: caller.userId,
    modifiedby: caller.userId,
    createdon: now,
    modifiedon: now,
    versionnumber: store.nextVersion(),
  });
}
