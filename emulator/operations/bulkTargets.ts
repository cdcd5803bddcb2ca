/**
 * The bulk messages on standard tables [BulkMessages]: many rows of one table in one transaction. The
 * first rejected row is the response and rolls back all others; nothing says which row it was.
 */
import type { JsonObject } from "../json";
import { errors } from "../errors/catalog";
import { invalidArgument } from "../errors/rejections";
import { ServiceError } from "../errors/serviceError";
import type { RequestContext } from "../messages/requestContext";
import { messagesOf } from "../metadata/messages";
import type { Table } from "../metadata/model";
import { inPipeline, payloadError } from "../records";
import { storedGuid } from "../records/values";
import type { Bound, OperationResult } from "./operation";

/** The parameters that all of them declare. */
export const onTargets = {
  boundTo: "Collection(mscrm.crmbaseentity)",
  parameters: { Targets: "Collection(mscrm.crmbaseentity)" },
} as const;

const messages = ["CreateMultiple", "UpdateMultiple"] as const;

interface BulkWrite {
  name: string;
  /** Messages the table must have: UpsertMultiple is where the other two are ("Availability"). */
  needed: readonly (typeof messages)[number][];
  write: (context: RequestContext, table: Table, targets: JsonObject[]) => OperationResult;
}

export function runOnTargets({ name, needed, write }: BulkWrite) {
  return (context: RequestContext, { Targets }: { Targets: JsonObject[] }, { table }: Bound): OperationResult => {
    if (table === undefined) throw new Error(`${name} is bound to a collection.`);
    if (!needed.every((message) => messagesOf(table).includes(message))) {
      throw new ServiceError(
        errors.SdkEntityDoesNotSupportMessage,
        `The '${name}' method does not support entities of type '${table.logicalName}'.`,
      );
    }
    checkTargets(table, Targets);
    return context.store.database.transaction(() => {
      let result: OperationResult;
      const rows = (): undefined => void (result = write(context, table, Targets));
      const inMessages = messages
        .filter((message) => needed.includes(message))
        .reduce((work, message) => () => inPipeline(context.write, { message, table }, work), rows);
      inMessages();
      return result;
    });
  };
}

function checkTargets(table: Table, targets: JsonObject[]): void {
  if (targets.length === 0) throw invalidArgument("The parameter 'Targets' holds no rows.");
  for (const target of targets) checkType(table, target);
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

export function primaryKey(table: Table, target: JsonObject): string | undefined {
  const id = target[table.primaryIdColumn] ?? undefined;
  return id === undefined ? undefined : storedGuid(id);
}

/** [Actions]: the text for a row without its key. */
export function missingKey(): ServiceError {
  return payloadError("EdmEntityObject passed should have the key property value set.");
}
