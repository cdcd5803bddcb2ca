/** System jobs: the rows of `asyncoperation` for queued, running and completed deliveries. */
import type { Caller } from "../query";
import type { SqlRow } from "../organization/store/database";
import type { Store } from "../organization/store/store";
import { insertRow, readRow, type StoredRow, updateRowColumns } from "../records/rows";
import type { Table } from "../metadata/model";
import type { Outcome } from "./delivery";
import type { Occurrence } from "./executionContext";
import type { Step } from "./steps";

const ready = { statecode: 0, statuscode: 0 };
const inProgress = { statecode: 2, statuscode: 20 };
const succeeded = { statecode: 3, statuscode: 30 };
const failed = { statecode: 3, statuscode: 31 };

const systemEvent = 1;

export interface NewJob {
  id: string;
  correlationId: string;
  requestId: string;
  caller: Caller;
  step: Step;
  occurrence: Occurrence;
  /** The whole context; whether it is too large shows when it is sent. */
  body: string;
}

export interface Job {
  id: string;
  /** None when the step was deleted. */
  stepId: string | null;
  message: string;
  entityName: string;
  correlationId: string;
  body: string;
}

/** Written in the transaction of the operation: what is taken back there is never sent. */
export function addJob(store: Store, { id, correlationId, requestId, caller, step, occurrence, body }: NewJob): void {
  const table = jobTable(store);
  const now = instantOf(store.now());
  const regards = table.columns.get("regardingobjectid")?.targets?.includes(occurrence.entityName) ?? false;
  const row: StoredRow = {
    asyncoperationid: id,
    name: step.name,
    operationtype: systemEvent,
    messagename: occurrence.message,
    primaryentitytype: occurrence.entityName,
    regardingobjectid: regards ? occurrence.entityId : null,
    "regardingobjectid#type": regards ? occurrence.entityName : null,
    regardingobjecttypecode: regards ? occurrence.entityName : null,
    owningextensionid: step.id,
    owningextensiontypecode: "sdkmessageprocessingstep",
    correlationid: correlationId,
    correlationupdatedtime: now,
    requestid: requestId,
    depth: 1,
    data: body,
    retrycount: 0,
    ...ready,
    ownerid: caller.userId,
    "ownerid#type": "systemuser",
    owninguser: caller.userId,
    owningbusinessunit: caller.businessUnitId,
    createdby: caller.userId,
    modifiedby: caller.userId,
    createdon: now,
    modifiedon: now,
    versionnumber: store.nextVersion(),
  };
  insertRow(store, table, row);
}

/** A job that is there and not done; none when its transaction was taken back or someone deleted it. */
export function openJob(store: Store, id: string): Job | undefined {
  const row = readRow(store, jobTable(store), id);
  return row === undefined || row["statecode"] === succeeded.statecode ? undefined : jobOf(row);
}

/** Jobs that a process left behind when it ended, in the order they were written. */
export function leftJobs(store: Store): string[] {
  if (store.catalog.table("asyncoperation") === undefined) return [];
  return store.database
    .all(
      `SELECT asyncoperationid FROM asyncoperation WHERE operationtype = ? AND statecode IN (0, 2) AND data IS NOT NULL
        ORDER BY rowid`,
      [systemEvent],
    )
    .map((row) => String(row["asyncoperationid"]));
}

export function startJob(store: Store, id: string): void {
  change(store, id, { ...inProgress, startedon: instantOf(store.now()), errorcode: null, message: null });
}

/** Waits for the next process. */
export function releaseJob(store: Store, id: string): void {
  change(store, id, { ...ready, startedon: null });
}

export function finishJob(store: Store, id: string, outcome: Outcome, isDeletedOnSuccess: boolean): void {
  if (outcome.kind === "delivered" && isDeletedOnSuccess) {
    store.database.run("DELETE FROM asyncoperation WHERE asyncoperationid = ?", [id]);
    return;
  }
  const completedOn = { completedon: instantOf(store.now()) };
  if (outcome.kind === "delivered") return change(store, id, { ...succeeded, ...completedOn });
  change(store, id, {
    ...failed,
    ...completedOn,
    // The column is a signed 32-bit number.
    errorcode: Number(outcome.code) | 0,
    message: `${outcome.code}: ${outcome.message}`,
    friendlymessage: outcome.message,
  });
}

function change(store: Store, id: string, values: StoredRow): void {
  updateRowColumns(store, jobTable(store), id, {
    ...values,
    modifiedon: instantOf(store.now()),
    versionnumber: store.nextVersion(),
  });
}

function jobTable(store: Store): Table {
  const table = store.catalog.table("asyncoperation");
  if (table === undefined) throw new Error("This organization has no system jobs.");
  return table;
}

function jobOf(row: SqlRow): Job | undefined {
  if ((row["data"] ?? null) === null) return undefined;
  const stepId = row["owningextensionid"] ?? null;
  return {
    id: String(row["asyncoperationid"]),
    stepId: stepId === null ? null : String(stepId),
    message: String(row["messagename"]),
    entityName: String(row["primaryentitytype"]),
    correlationId: String(row["correlationid"]),
    body: String(row["data"]),
  };
}

function instantOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
