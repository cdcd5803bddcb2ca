import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import { sqlName } from "../organization/store/naming";
import type { RequestContext } from "../messages/requestContext";
import { defineFunction } from "./operation";

/** The service counts in a snapshot that is up to 24 hours old; here the count is always fresh. */
export const retrieveTotalRecordCount = defineFunction({
  name: "RetrieveTotalRecordCount",
  parameters: { EntityNames: "Collection(Edm.String)" },
  response: { EntityRecordCountCollection: "mscrm.EntityRecordCountCollection" },
  run: (context, { EntityNames: names }) => {
    const values = names.map((name) => countOf(context, name));
    return {
      EntityRecordCountCollection: {
        Count: names.length,
        IsReadOnly: false,
        Keys: names,
        Values: values,
      },
    };
  },
});

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
