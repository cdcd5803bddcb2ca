import type { JsonObject } from "../json";
import { invalidArgument } from "../errors/rejections";
import type { RequestContext } from "../messages/requestContext";
import type { Table } from "../metadata/model";
import { payloadError, readKey, readReference, upsertRow, type RowKey } from "../records";
import { missingKey, onTargets, primaryKey, runOnTargets } from "./bulkTargets";
import { defineAction } from "./operation";

export const upsertMultiple = defineAction({
  name: "UpsertMultiple",
  ...onTargets,
  run: runOnTargets({ name: "UpsertMultiple", needed: ["CreateMultiple", "UpdateMultiple"], write: upsertTargets }),
});

function upsertTargets(context: RequestContext, table: Table, targets: JsonObject[]): undefined {
  const ids = new Set<string>();
  for (const target of targets) {
    const { id } = upsertRow(context.write, table, upsertKey(context, table, target), target);
    if (ids.has(id)) throw invalidArgument("Duplicate entities are not allowed in the Targets of UpsertMultiple.");
    ids.add(id);
  }
}

/** By `@odata.id`, with the id or an alternate key, or by the primary key as a property. */
function upsertKey({ store, write }: RequestContext, table: Table, target: JsonObject): RowKey {
  const url = target["@odata.id"];
  if (typeof url === "string") {
    const [segment, ...rest] = readReference(write, url).segments;
    if (segment?.name === table.entitySetName && segment.key !== undefined && rest.length === 0) {
      return readKey(store, table, segment.key);
    }
    throw payloadError(`The URI '${url}' does not identify a row of '${table.entitySetName}'.`);
  }
  const id = primaryKey(table, target);
  if (id === undefined) throw missingKey();
  return { kind: "primary", id };
}
