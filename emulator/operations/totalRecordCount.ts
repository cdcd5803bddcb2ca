import { errors } from "../errors/catalog";
import { invalidArgument } from "../errors/rejections";
import { ServiceError } from "../errors/serviceError";
import { sqlName } from "../organization/store/naming";
import type { RequestContext } from "../messages/requestContext";
import type { Operation } from "./operation";

/** The service answers from a snapshot up to 24 hours old; here the count is always fresh. */
export const retrieveTotalRecordCount: Operation = {
  name: "RetrieveTotalRecordCount",
  kind: "function",
  parameters: { EntityNames: {} },
  run: (context, { EntityNames }) => {
    if (!Array.isArray(EntityNames) || !EntityNames.every((name) => typeof name === "string")) {
      throw invalidArgument("EntityNames must be a collection of table logical names.");
    }
    const values = EntityNames.map((name) => countOf(context, name));
    return {
      EntityRecordCountCollection: {
        Count: EntityNames.length,
        IsReadOnly: false,
        Keys: EntityNames,
        Values: values,
      },
    };
  },
};

function countOf({ store }: RequestContext, logicalName: string): number {
  const table = store.catalog.table(logicalName);
  if (table === undefined) {
    throw new ServiceError(
      { ...errors.ObjectDoesNotExist, status: 400 },
      `Could not find an entity with name ${logicalName}.`,
    );
  }
  const row = store.database.get(`SELECT COUNT(*) AS n FROM ${sqlName(table.logicalName)}`);
  return Number(row?.["n"] ?? 0);
}
