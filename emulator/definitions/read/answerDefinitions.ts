import type { Catalog } from "../../metadata/catalog";
import type { QueryOptions, ResourcePath } from "../../odata/ast";
import { optionNotSupported } from "./definitionErrors";
import type { Json } from "../describe/definitionType";
import { jsonText, plainText } from "../describe/jsonText";
import { compileProjection } from "./projectDefinition";
import { resolveTarget } from "./resolveTarget";
import type { Target } from "./resolveTarget";

export interface DefinitionsContext {
  store: { catalog: Catalog };
  /** With the slash at its end. */
  serviceRoot: string;
}

export interface DefinitionsAnswer {
  status: number;
  /** Empty with 204. */
  body: string;
  /** JSON when missing. */
  contentType?: string;
}

/**
 * Answers a GET below EntityDefinitions, RelationshipDefinitions or GlobalOptionSetDefinitions.
 *
 * @throws ServiceError for what Dataverse refuses, and with status 501 for what the emulator does not offer.
 */
export function answerDefinitions(
  { store, serviceRoot }: DefinitionsContext,
  path: ResourcePath,
  options: QueryOptions,
): DefinitionsAnswer {
  const target = resolveTarget(store.catalog, path, options.aliases);
  const context = (fragment: string): string => `${serviceRoot}$metadata#${fragment}`;
  switch (target.kind) {
    case "property":
      return answerProperty(target, options, context);
    case "single":
      return answerSingle(target, options, context);
    case "collection":
      return answerCollection(target, options, context);
  }
}

type ContextUrl = (fragment: string) => string;
type TargetOf<Kind extends Target["kind"]> = Extract<Target, { kind: Kind }>;

function ok(body: Json): DefinitionsAnswer {
  return { status: 200, body: jsonText(body) };
}
const noContent: DefinitionsAnswer = { status: 204, body: "" };

function answerCollection(
  target: TargetOf<"collection">,
  options: QueryOptions,
  context: ContextUrl,
): DefinitionsAnswer {
  const { declared, definitions, place } = target;
  // "This path does not support the use of the $filter system query option": Query table definitions, Microsoft.
  if (options.filter && place.set === "GlobalOptionSetDefinitions") throw optionNotSupported("$filter");
  const projection = compileProjection(options, declared);
  return ok({
    "@odata.context": context(`${place.set}${place.cast}${parenthesized(projection.contents)}`),
    value: definitions.filter(projection.filter).map(projection.apply),
  });
}

function answerSingle(target: TargetOf<"single">, options: QueryOptions, context: ContextUrl): DefinitionsAnswer {
  const { declared, definition, place } = target;
  if (options.filter) throw optionNotSupported("$filter");
  const projection = compileProjection(options, declared);
  if (definition === null) return noContent;
  const fragment = `${place.set}${place.cast}${parenthesized(projection.contents)}/$entity`;
  return ok({ "@odata.context": context(fragment), ...projection.apply(definition) });
}

function answerProperty(target: TargetOf<"property">, options: QueryOptions, context: ContextUrl): DefinitionsAnswer {
  const { value, place, isRaw } = target;
  for (const option of ["select", "expand", "filter"] as const) {
    if (options[option] !== undefined) throw optionNotSupported(`$${option}`);
  }
  // [ODataProtocol] section 11.2.3: a null property is answered without content.
  if (value === null) return noContent;
  if (isRaw) return { status: 200, body: plainText(value), contentType: "text/plain" };
  const opening = { "@odata.context": context(place.set) };
  return ok(typeof value === "object" && !Array.isArray(value) ? { ...opening, ...value } : { ...opening, value });
}

function parenthesized(contents: string): string {
  return contents === "" ? "" : `(${contents})`;
}
