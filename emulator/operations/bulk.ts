import { invalidArgument } from "../errors/rejections";
import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import { messagesOf } from "../metadata/messages";
import type { Table } from "../metadata/model";
import {
  createRow,
  inPipeline,
  isJsonObject,
  type JsonObject,
  payloadError,
  readKey,
  readReference,
  type RowKey,
  updateRow,
  upsertRow,
} from "../records";
import { storedGuid } from "../records/values";
import type { RequestContext } from "../messages/requestContext";
import type { Operation, OperationResult } from "./operation";

/**
 * The bulk messages on standard tables ("Use bulk operation messages"): many rows of one table in one transaction. The
 * first row that is refused is the answer and takes all others back; nothing says which row it was.
 */
export const createMultiple = bulkMessage("CreateMultiple", ["CreateMultiple"], (context, table, targets) => ({
  Ids: targets.map((target) => createRow(context.write, table, target)),
}));

export const updateMultiple = bulkMessage("UpdateMultiple", ["UpdateMultiple"], (context, table, targets) => {
  const updated = new Set<string>();
  for (const target of targets) {
    const id = primaryKey(table, target);
    if (id === undefined) throw missingKey();
    // Of a row that is listed twice, only the first occurrence counts ("Duplicate records in UpdateMultiple Targets").
    if (!updated.has(id)) updateRow(context.write, table, id, target);
    updated.add(id);
  }
  return undefined;
});

export const upsertMultiple = bulkMessage(
  "UpsertMultiple",
  ["CreateMultiple", "UpdateMultiple"],
  (context, table, targets) => {
    const ids = new Set<string>();
    for (const target of targets) {
      const { id } = upsertRow(context.write, table, upsertKey(context, table, target), target);
      if (ids.has(id)) throw invalidArgument("Duplicate entities are not allowed in the Targets of UpsertMultiple.");
      ids.add(id);
    }
    return undefined;
  },
);

/** For elastic tables only; the emulator's tables are standard ones. */
export const deleteMultiple: Operation = {
  name: "DeleteMultiple",
  kind: "action",
  boundTo: "collection",
  parameters: { Targets: {} },
  run: () => {
    throw new ServiceError({ ...errors.UnExpected, status: 400 }, "DeleteMultiple has not yet been implemented.");
  },
};

/** @param needed messages the table must have: UpsertMultiple is where the other two are ("Availability"). */
function bulkMessage(
  name: string,
  needed: string[],
  write: (context: RequestContext, table: Table, targets: JsonObject[]) => OperationResult,
): Operation {
  return {
    name,
    kind: "action",
    boundTo: "collection",
    parameters: { Targets: {} },
    run: (context, { Targets }, bound) => {
      if (bound === undefined) throw new Error(`${name} is bound to a collection.`);
      const { table } = bound;
      if (!needed.every((message) => messagesOf(table).includes(message))) {
        throw new ServiceError(
          errors.SdkEntityDoesNotSupportMessage,
          `The '${name}' method does not support entities of type '${table.logicalName}'.`,
        );
      }
      const targets = rowsOf(table, Targets);
      return context.store.database.transaction(() => {
        let result: OperationResult;
        const rows = (): undefined => void (result = write(context, table, targets));
        const inMessages = (["CreateMultiple", "UpdateMultiple"] as const)
          .filter((message) => needed.includes(message))
          .reduce((work, message) => () => inPipeline(context.write, { message, table }, work), rows);
        inMessages();
        return result;
      });
    },
  };
}

function rowsOf(table: Table, targets: unknown): JsonObject[] {
  if (!Array.isArray(targets) || !targets.every(isJsonObject)) {
    throw payloadError("A list of rows was expected in the parameter 'Targets'.");
  }
  if (targets.length === 0) throw invalidArgument("The parameter 'Targets' holds no rows.");
  for (const target of targets) checkType(table, target);
  return targets;
}

/** The parameter is declared for any table (crmbaseentity), so every row has to say what it is. */
function checkType(table: Table, target: JsonObject): void {
  const type = target["@odata.type"];
  if (typeof type !== "string") {
    throw payloadError(
      "A resource without a type name was found, but no expected type was specified. To allow entries without type information, the expected type must also be specified when the model is specified.",
    );
  }
  if (type.replace(/^#/, "") === `Microsoft.Dynamics.CRM.${table.logicalName}`) return;
  throw invalidArgument(
    `All rows in 'Targets' must be of the type 'Microsoft.Dynamics.CRM.${table.logicalName}', not '${type}'.`,
  );
}

function primaryKey(table: Table, target: JsonObject): string | undefined {
  const id = target[table.primaryIdColumn] ?? undefined;
  return id === undefined ? undefined : storedGuid(id);
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

/** "Use Web API actions": the text for a row without its key. */
function missingKey(): ServiceError {
  return payloadError("EdmEntityObject passed should have the key property value set.");
}
