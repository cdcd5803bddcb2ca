import type { OperationKind } from "../disturbance";
import type { Catalog } from "../metadata/catalog";
import type { ResourcePath } from "../odata/ast";
import { costOf } from "../operations/registry";
import type { Store } from "../organization/store/store";
import { isDefinitionSet, namespace } from "./target";

/** The cost kind of a request. It depends on the URL, not on the existence of its target. */
export function operationKind(store: Store, method: string, { segments }: ResourcePath): OperationKind {
  const { catalog } = store;
  const [first, ...rest] = segments;
  const last = rest[rest.length - 1] ?? first;
  if (first === undefined || last === undefined || first.name === "$metadata") return "read";
  if (first.name === "$batch") return "batch";
  const table = catalog.tableBySet(first.name);
  const isDefinition = isDefinitionSet(first.name);
  // A qualified name is that of a bound operation, or in a path of definitions a cast.
  if (last.name.startsWith(namespace) && !isDefinition) return costOf(store, last.name.slice(namespace.length));
  if (table === undefined && !isDefinition) return costOf(store, first.name);
  if (method === "DELETE") return "delete";
  if (method === "POST") return last.name === "$ref" ? "update" : "create";
  if (method !== "GET") return "update";
  if (table === undefined) return last.key === undefined ? "query" : "read";
  return isCollection(catalog, segments) ? "query" : "read";
}

/** True if the path addresses rows, their count or their references, not one row or a part of it. */
function isCollection(catalog: Catalog, segments: ResourcePath["segments"]): boolean {
  const resource = segments.filter(({ name }) => name !== "$count" && name !== "$ref");
  const last = resource[resource.length - 1];
  if (last === undefined || last.key !== undefined) return false;
  const table = catalog.tableBySet(resource[0]?.name ?? "");
  if (table === undefined || resource.length === 1) return true;
  const kind = catalog.navigation(table, last.name)?.kind;
  return kind !== undefined && kind !== "single";
}
