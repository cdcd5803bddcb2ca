import type { JsonObject } from "../json";
import { matchingRows, parseQueryExpression } from "../fetchXml";
import { ServiceError, notEmulated } from "../errors/serviceError";
import type { Table } from "../metadata/model";
import { deleteRow, type WriteContext } from "../records";
import { storedInstant } from "../records/dates";
import { insertRow, rowExists } from "../records/rows";
import { checkOffers } from "../records/tableKinds";
import type { RequestContext } from "../messages/requestContext";
import { defineAction } from "./operation";

/** How far ahead of the emulator's clock a start still counts as now. */
const clockSkewMs = 60_000;

/**
 * A job that deletes the rows that queries find [BulkDelete]. It completes before the response is sent: the
 * rows are gone and the job is complete when its id arrives. A row that cannot be deleted stays and does not bring the
 * others back.
 */
export const bulkDelete = defineAction({
  name: "BulkDelete",
  parameters: {
    QuerySet: "Collection(mscrm.QueryExpression)",
    JobName: "Edm.String",
    SendEmailNotification: "Edm.Boolean",
    ToRecipients: "Collection(mscrm.activityparty)",
    CCRecipients: "Collection(mscrm.activityparty)",
    RecurrencePattern: "Edm.String",
    StartDateTime: "Edm.DateTimeOffset",
    SourceImportId: "Edm.Guid?",
    RunNow: "Edm.Boolean?",
    Options: "mscrm.BulkDeleteOptions?",
  },
  response: { JobId: "Edm.Guid" },
  run: (context, { QuerySet, JobName, RecurrencePattern, StartDateTime, Options }) => {
    if (RecurrencePattern !== "") throw notEmulated("bulk delete jobs that recur");
    checkStart(context, StartDateTime);
    const jobId = context.write.newId();
    context.store.database.transaction(() => {
      const failures = deleteAll(withOptions(context.write, Options), rowsOf(context, QuerySet));
      addJob(context, jobId, JobName, failures);
    });
    return { JobId: jobId };
  },
});

function checkStart({ store }: RequestContext, start: string): void {
  if (Date.parse(start) > store.now().getTime() + clockSkewMs) throw notEmulated("bulk delete jobs that start later");
}

/** `RunJobForSandbox` bypasses the event pipeline ("Sandbox fast delete"). */
function withOptions(write: WriteContext, options?: JsonObject | null): WriteContext {
  if (options?.["RunJobForSandbox"] !== true) return write;
  const { pipeline: _, ...direct } = write;
  return direct;
}

function rowsOf(context: RequestContext, querySet: JsonObject[]): { table: Table; ids: string[] }[] {
  return querySet.map((query) => {
    const found = matchingRows(context, parseQueryExpression(query));
    checkOffers(found.table, "Delete");
    return found;
  });
}

/** The errors of the rows that stay. */
function deleteAll(write: WriteContext, sets: { table: Table; ids: string[] }[]): ServiceError[] {
  const failures: ServiceError[] = [];
  for (const { table, ids } of sets) {
    for (const id of ids) {
      // A row may be gone with its parent, or two of the queries may have found it.
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

/**
 * Operation type 13 is a bulk delete, state 3 with status 30 "Completed", "Succeeded" (table reference of
 * asyncoperation).
 */
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
