/** Registered steps and their images, as the pipeline asks for them. */
import type { SqlRow } from "../organization/store/database";
import type { Store } from "../organization/store/store";

export interface Step {
  id: string;
  name: string;
  isAsynchronous: boolean;
  stage: number;
  /** Columns of which an update must touch one; any when empty. */
  filteringColumns: string[];
  autoDelete: boolean;
  endpointId: string;
  impersonatedUserId: string | null;
}

export interface StepImage {
  alias: string;
  isBefore: boolean;
  isAfter: boolean;
  /** All when empty. */
  columns: string[];
}

/** A data file of an earlier version has no steps. */
export function hasSteps(store: Store): boolean {
  if (store.catalog.table("sdkmessageprocessingstep") === undefined) return false;
  return store.database.get("SELECT 1 FROM sdkmessageprocessingstep WHERE statecode = 0 LIMIT 1") !== undefined;
}

/** Enabled steps of a message in the order they run; a step without a filter is for every table. */
export function stepsOf(store: Store, message: string, logicalName: string, stages: readonly number[]): Step[] {
  const rows = store.database.all(
    `SELECT step.* FROM sdkmessageprocessingstep step
      JOIN sdkmessage message ON message.sdkmessageid = step.sdkmessageid
      LEFT JOIN sdkmessagefilter filter ON filter.sdkmessagefilterid = step.sdkmessagefilterid
      WHERE step.statecode = 0 AND message.name = ? AND step."eventhandler#type" = 'serviceendpoint'
        AND (filter.primaryobjecttypecode IS NULL OR filter.primaryobjecttypecode IN ('none', ?))
        AND step.stage IN (${stages.map(() => "?").join(", ")})
      ORDER BY step.stage, step.rank, step.versionnumber`,
    [message, logicalName, ...stages],
  );
  return rows.map(stepOf);
}

export function stepById(store: Store, id: string): Step | undefined {
  const row = store.database.get("SELECT * FROM sdkmessageprocessingstep WHERE sdkmessageprocessingstepid = ?", [id]);
  return row && stepOf(row);
}

export function imagesOf(store: Store, stepId: string): StepImage[] {
  const rows = store.database.all(
    `SELECT * FROM sdkmessageprocessingstepimage WHERE sdkmessageprocessingstepid = ? ORDER BY versionnumber`,
    [stepId],
  );
  return rows.map((row) => ({
    alias: String(row["entityalias"]),
    isBefore: row["imagetype"] !== 1,
    isAfter: row["imagetype"] !== 0,
    columns: columnList(row["attributes"]),
  }));
}

export function columnList(value: SqlRow[string] | undefined): string[] {
  const names = String(value ?? "").split(",");
  return names.map((name) => name.trim().toLowerCase()).filter((name) => name !== "");
}

function stepOf(row: SqlRow): Step {
  const impersonated = row["impersonatinguserid"] ?? null;
  return {
    id: String(row["sdkmessageprocessingstepid"]),
    name: String(row["name"]),
    isAsynchronous: row["mode"] === 1,
    stage: Number(row["stage"]),
    filteringColumns: columnList(row["filteringattributes"]),
    autoDelete: row["asyncautodelete"] === 1,
    endpointId: String(row["eventhandler"]),
    impersonatedUserId: impersonated === null ? null : String(impersonated),
  };
}
