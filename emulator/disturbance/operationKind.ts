import type { Catalog } from "../metadata/catalog";
import type { ResourcePath } from "../odata/ast";
import type { OperationKind } from "./costs";

const DEFINITION_SETS = ["EntityDefinitions", "RelationshipDefinitions", "GlobalOptionSetDefinitions"];

/** What a request costs as: what it asks for, whether or not it is found. */
export function operationKind(catalog: Catalog, method: string, { segments }: ResourcePath): OperationKind {
  const [first, ...rest] = segments;
  const last = rest[rest.length - 1] ?? first;
  if (first === undefined || last === undefined || first.name === "$metadata") return "read";
  if (first.name === "$batch") return "batch";
  const table = catalog.tableBySet(first.name);
  const isDefinition = DEFINITION_SETS.includes(first.name);
  // Messages are bound by their qualified name, which definitions are cast by.
  const isBound = last.name.startsWith("Microsoft.Dynamics.CRM.") && !isDefinition;
  if (isBound || (table === undefined && !isDefinition)) return "action";
  if (method === "DELETE") return "delete";
  if (method === "POST") return last.name === "$ref" ? "update" : "create";
  if (method !== "GET") return "update";
  if (table === undefined) return last.key === undefined ? "query" : "read";
  return isCollection(catalog, segments) ? "query" : "read";
}

/** Whether rows are asked for, their count or their references, rather than one row or a piece of it. */
function isCollection(catalog: Catalog, segments: ResourcePath["segments"]): boolean {
  const resource = segments.filter(({ name }) => name !== "$count" && name !== "$ref");
  const last = resource[resource.length - 1];
  if (last === undefined || last.key !== undefined) return false;
  const table = catalog.tableBySet(resource[0]?.name ?? "");
  if (table === undefined || resource.length === 1) return true;
  const kind = catalog.navigation(table, last.name)?.kind;
  return kind !== undefined && kind !== "single";
}
