/** A collection that is asked for by other means than OData: FetchXML in the URL, or the id of a view. */
import { notEmulated } from "../../errors/serviceError";
import type { QueryContext } from "../../query/model/context";
import type { CollectionRequest } from "../../query/run/collectionRequest";
import { queryFetchXml } from "./queryFetchXml";
import { queryView } from "./storedViews";

/** The whole JSON body; `undefined` when the request is an OData query. */
export function queryStored(context: QueryContext, request: CollectionRequest): string | undefined {
  const asked = request.options.custom?.find(({ name }) => isMeans(name));
  if (!asked) return undefined;
  const { options } = request;
  // The service's behavior for both together is not documented.
  for (const name of ["select", "filter", "orderby", "expand", "top", "apply"] as const) {
    if (options[name] !== undefined) throw notEmulated(`$${name} together with ${asked.name}`);
  }
  const shared = { ...request, withCount: options.count ?? false };
  if (asked.name === "fetchXml") return queryFetchXml(context, { ...shared, fetchXml: asked.value });
  const view = asked.name === "savedQuery" ? "savedQuery" : "userQuery";
  const token = options.skiptoken === undefined ? {} : { skiptoken: options.skiptoken };
  return queryView(context, { ...shared, view, id: asked.value, ...token });
}

function isMeans(name: string): boolean {
  return name === "fetchXml" || name === "savedQuery" || name === "userQuery";
}
