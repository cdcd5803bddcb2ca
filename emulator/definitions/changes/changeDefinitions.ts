/**
 * POST, PUT and DELETE below the metadata sets. Which definition a path means is found the way reads find it; which
 * change that makes follows from the type of the definition there.
 */
import type { JsonObject } from "../../json";
import { methodNotAllowed } from "../../errors/rejections";
import type { QueryOptions, ResourcePath } from "../../odata/ast";
import { payloadError } from "../../records";
import type { Store } from "../../organization/store/store";
import type { DefinitionsAnswer } from "../read/answerDefinitions";
import { manyToMany, oneToMany } from "../describe/definitionOfRelationship";
import { crmNamespace } from "../describe/definitionType";
import { resolveTarget } from "../read/resolveTarget";
import { changeColumn } from "./columns/changeColumn";
import type { ChangeContext } from "./request/changeContext";
import { missingMember } from "./request/changeErrors";
import { changeTable } from "./tables/changeTable";
import { createColumn } from "./columns/createColumn";
import { createTable } from "./tables/createTable";
import { announcedType, unresolvedType } from "./request/definitionBody";
import { deleteColumn, deleteGlobalChoice, deleteManyToMany, deleteOneToMany, deleteTable } from "./deletions";
import { changeGlobalChoice, createGlobalChoice } from "./choices/globalChoices";
import { createKey, deleteKey } from "./keys/keys";
import { changeManyToMany, createManyToMany } from "./relationships/manyToMany";
import { type DefinitionAt, definitionAt } from "./request/definitionAt";
import { changeOneToMany, createOneToMany } from "./relationships/oneToMany";
import { checkSolution } from "./request/solutions";

export interface DefinitionsChange {
  method: string;
  path: ResourcePath;
  /** The path as it was requested, percent-encoded; the id of what is created is given relative to it. */
  requestedPath: string;
  options: QueryOptions;
  /** By lower-case name. */
  headers: Record<string, string>;
  /** Read only when the change has one. */
  body: () => JsonObject;
}

export interface ChangeAnswer extends DefinitionsAnswer {
  headers: Record<string, string>;
}

export interface ChangeSurroundings {
  store: Store;
  /** With the slash at its end. */
  serviceRoot: string;
  newId: () => string;
}

/** @throws ServiceError for what Dataverse refuses, and with status 501 for what the emulator does not offer. */
export function changeDefinitions(around: ChangeSurroundings, change: DefinitionsChange): ChangeAnswer {
  const mergesLabels = change.headers["mscrm.mergelabels"]?.toLowerCase() === "true";
  const context: ChangeContext = { store: around.store, newId: around.newId, mergesLabels };
  const named = change.options.custom?.find(({ name }) => name === "SolutionUniqueName")?.value;
  checkSolution(around.store, change.headers["mscrm.solutionuniquename"] ?? named);
  const target = resolveTarget(around.store.catalog, change.path, change.options.aliases);
  if (target.kind === "property") throw methodNotAllowed(change.method, ["GET"]);
  if (target.kind === "collection") {
    if (change.method !== "POST") throw methodNotAllowed(change.method, ["GET", "POST"]);
    return created(around, change, create(context, change));
  }
  const at = definitionAt(around.store.catalog, change.path, target);
  if (!at || change.method === "POST") throw methodNotAllowed(change.method, ["GET", "PUT", "DELETE"]);
  if (change.method === "DELETE") remove(context, at);
  else if (change.method === "PUT") replace(context, at, change);
  // "You can't use the PATCH method to update data model entities" (Create and update table definitions, Microsoft).
  else throw methodNotAllowed(change.method, ["GET", "PUT", "DELETE"]);
  return { status: 204, body: "", headers: {} };
}

function created({ serviceRoot }: ChangeSurroundings, { requestedPath }: DefinitionsChange, id: string): ChangeAnswer {
  const collection = requestedPath.replace(new RegExp(`/${crmNamespace.replaceAll(".", "\\.")}\\.\\w+$`), "");
  const url = `${serviceRoot}${collection}(${id})`;
  return { status: 204, body: "", headers: { "OData-EntityId": url, Location: url } };
}

/** @returns the MetadataId of what was made. */
function create(context: ChangeContext, { path, options, body: read }: DefinitionsChange): string {
  const [first, second] = path.segments;
  const cast = castOf(path);
  if (first?.name === "GlobalOptionSetDefinitions") return createGlobalChoice(context, read(), cast);
  if (first?.name === "RelationshipDefinitions") return createRelationship(context, withType(read(), cast));
  if (first === undefined || second === undefined || second.name.startsWith(`${crmNamespace}.`)) {
    return createTable(context, read());
  }
  const { catalog } = context.store;
  const ownerPath = { segments: [first] };
  const owner = definitionAt(catalog, ownerPath, resolveTarget(catalog, ownerPath, options.aliases));
  if (owner?.kind === "table" && second.name === "Attributes") {
    return createColumn(context, owner.table, withType(read(), cast));
  }
  if (owner?.kind === "table" && second.name === "Keys") return createKey(context, owner.table, read());
  throw methodNotAllowed("POST", ["GET"]);
}

function createRelationship(context: ChangeContext, body: JsonObject): string {
  const type = announcedType(body);
  if (type === undefined) throw missingMember("@odata.type", "RelationshipMetadataBase");
  if (type === oneToMany.name) return createOneToMany(context, body);
  if (type === manyToMany.name) return createManyToMany(context, body);
  throw unresolvedType(`${crmNamespace}.${type}`);
}

/** A cast in the URL says the type as well as `@odata.type` does. */
function withType(body: JsonObject, cast: string | undefined): JsonObject {
  if (cast === undefined) return body;
  const announced = announcedType(body);
  if (announced !== undefined && announced !== cast) {
    throw payloadError(`The type '${announced}' of the body is not the type '${cast}' of the URL.`);
  }
  return { ...body, "@odata.type": `${crmNamespace}.${cast}` };
}

function castOf({ segments }: ResourcePath): string | undefined {
  const name = segments.at(-1)?.name ?? "";
  return name.startsWith(`${crmNamespace}.`) ? name.slice(crmNamespace.length + 1) : undefined;
}

function replace(context: ChangeContext, at: DefinitionAt, change: DefinitionsChange): void {
  const body = change.body();
  switch (at.kind) {
    case "table":
      return changeTable(context, at.table, body);
    case "column":
      return changeColumn(context, at.table, at.column, body, castOf(change.path));
    case "key":
      throw methodNotAllowed("PUT", ["GET", "DELETE"]);
    case "oneToMany":
      return changeOneToMany(context, at.relationship, body);
    case "manyToMany":
      return changeManyToMany(context, at.relationship, body);
    case "globalChoice":
      return changeGlobalChoice(context, at.choice, body);
  }
}

function remove(context: ChangeContext, at: DefinitionAt): void {
  const { store } = context;
  switch (at.kind) {
    case "table":
      return deleteTable(store, at.table);
    case "column":
      return deleteColumn(store, at.table, at.column);
    case "key":
      return deleteKey(context, at.table, at.key);
    case "oneToMany":
      return deleteOneToMany(store, at.relationship);
    case "manyToMany":
      return deleteManyToMany(store, at.relationship);
    case "globalChoice":
      return deleteGlobalChoice(store, at.choice);
  }
}
