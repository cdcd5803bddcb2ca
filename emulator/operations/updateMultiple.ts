import type { JsonObject } from "../json";
import type { RequestContext } from "../messages/requestContext";
import type { Table } from "../metadata/model";
import { updateRow } from "../records";
import { missingKey, onTargets, primaryKey, runOnTargets } from "./bulkTargets";
import { defineAction } from "./operation";

export const updateMultiple = defineAction({
  name: "UpdateMultiple",
  ...onTargets,
  run: runOnTargets({ name: "UpdateMultiple", needed: ["UpdateMultiple"], write: updateTargets }),
});

function updateTargets(context: RequestContext, table: Table, targets: JsonObject[]): undefined {
  const updated = new Set<string>();
  for (const target of targets) {
    const id = primaryKey(table, target);
    if (id === undefined) throw missingKey();
    // Of a row that is listed twice, only the first occurrence counts ("Duplicate records in UpdateMultiple Targets").
    if (!updated.has(id)) updateRow(context.write, table, id, target);
    updated.add(id);
  }
}
