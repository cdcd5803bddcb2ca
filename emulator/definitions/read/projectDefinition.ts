/**
 * `$select` and `$expand` over definitions. The order of members is the service's own: simple values as selected, then
 * `MetadataId`, which always comes back, then structured values, then what was expanded [SchemaSample].
 */
import { invalidODataRequest, unknownProperty } from "../../errors/rejections";
import { notEmulated } from "../../errors/serviceError";
import type { ExpandItem, QueryOptions, SelectItem } from "../../odata/ast";
import { optionNotSupported } from "./definitionErrors";
import { asList, isSimple, crmNamespace, qualified } from "../describe/definitionType";
import type { Definition, DefinitionType, Json } from "../describe/definitionType";
import { compileFilter } from "./filterDefinitions";
import type { Predicate } from "./filterDefinitions";

export interface Projection {
  /**
   * The selected and expanded properties in `@odata.context`: `LogicalName,Attributes(SchemaName)`; empty for
   * everything.
   */
  contents: string;
  filter: Predicate;
  apply: (definition: Definition) => { [name: string]: Json };
}

/** Options no metadata resource takes, in the order they are looked for. */
const refused = [
  "orderby",
  "top",
  "skip",
  "count",
  "apply",
  "search",
  "skiptoken",
  "deltatoken",
  "levels",
  "compute",
] as const;

export function compileProjection(options: QueryOptions, declared: DefinitionType): Projection {
  for (const option of refused) {
    if (options[option] !== undefined) throw optionNotSupported(`$${option}`);
  }
  const selected = selectedProperties(options.select, declared);
  const expansions = (options.expand ?? []).map((item) => compileExpand(item, declared, options.aliases));
  return {
    contents: [...(selected ?? []), ...expansions.map(({ contents }) => contents)].join(","),
    filter: options.filter ? compileFilter(options.filter, declared, options.aliases) : () => true,
    apply: (definition) => {
      const answer: { [name: string]: Json } = {};
      // [ODataJson] section 4.5.3: the type is written if it is not the declared one.
      if (definition.type !== declared) answer["@odata.type"] = `#${qualified(definition.type.name)}`;
      for (const name of propertiesOf(definition.type, selected)) answer[name] = definition.read(name);
      for (const { name, expand } of expansions) answer[name] = expand(definition);
      return answer;
    },
  };
}

/** `undefined` for everything. */
function selectedProperties(items: SelectItem[] | undefined, type: DefinitionType): string[] | undefined {
  if (!items || items.some(({ path }) => path.length === 1 && path[0]?.name === "*")) return undefined;
  const names = items.map(({ path, options }) => {
    const [step] = path;
    if (!step || path.length > 1 || options) throw notEmulated("a path or options inside $select on metadata");
    if (!type.properties.has(step.name) && !type.navigations.has(step.name)) {
      throw unknownProperty(step.name, type.name);
    }
    return step.name;
  });
  return [...new Set(names)];
}

/** A definition can have a derived type; without `$select`, it then includes the properties of that type. */
function propertiesOf(type: DefinitionType, selected: string[] | undefined): Iterable<string> {
  if (!selected) return type.properties.keys();
  const known = selected.filter((name) => type.properties.has(name));
  const simple = known.filter((name) => isSimple(type.properties.get(name) ?? ""));
  return new Set([...simple, "MetadataId", ...known]);
}

interface Expansion {
  name: string;
  contents: string;
  expand: (definition: Definition) => Json;
}

function compileExpand(item: ExpandItem, type: DefinitionType, aliases: QueryOptions["aliases"]): Expansion {
  const [step] = item.path;
  if (!step || item.path.length > 1 || step.name.startsWith(`${crmNamespace}.`)) {
    throw notEmulated("a path or a cast inside $expand on metadata");
  }
  if (item.suffix) throw notEmulated(`${item.suffix} inside $expand on metadata`);
  const navigation = type.navigations.get(step.name);
  if (!navigation) {
    if (!type.properties.has(step.name)) throw unknownProperty(step.name, type.name);
    throw invalidODataRequest(
      `Property '${step.name}' on type '${qualified(type.name)}' is not a navigation property.`,
    );
  }
  if (item.options.filter && !navigation.isCollection) throw optionNotSupported("$filter");
  const inner = compileProjection({ ...item.options, ...(aliases ? { aliases } : {}) }, navigation.target);
  return {
    name: step.name,
    contents: `${step.name}(${inner.contents})`,
    expand: (definition) => {
      const found = asList(definition.follow(step.name)).filter(inner.filter).map(inner.apply);
      return navigation.isCollection ? found : (found[0] ?? null);
    },
  };
}
