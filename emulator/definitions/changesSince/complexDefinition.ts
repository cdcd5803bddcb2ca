/**
 * Definitions as the function's complex types: every property is there, null unless it was asked for, and parts stand
 * inside their table.
 */
import { type JsonObject, isJsonObject } from "../../json";
import { invalidArgument } from "../../errors/rejections";
import { asList, crmNamespace, type Definition, type Json } from "../describe/definitionType";

/** MetadataPropertiesExpression: the properties wanted, or `"all"`. */
export type Wanted = ReadonlySet<string> | "all";

/** Always returned. */
const always = new Set(["MetadataId", "LogicalName", "HasChanged"]);

export function wantedIn(properties: unknown): Wanted {
  if (properties === undefined || properties === null) return new Set();
  if (!isJsonObject(properties)) throw invalidArgument("Properties must be a MetadataPropertiesExpression.");
  if (String(properties["AllProperties"]).toLowerCase() === "true") return "all";
  const names = (properties["PropertyNames"] ?? []) as unknown;
  if (!Array.isArray(names)) throw invalidArgument("PropertyNames must be a list of names.");
  return new Set(names.map(String));
}

export function wants(wanted: Wanted, name: string): boolean {
  return wanted === "all" || wanted.has(name);
}

/** @param languages of the labels to keep; all when empty */
export function complexDefinition(
  definition: Definition,
  wanted: Wanted,
  languages: ReadonlySet<number>,
): { [name: string]: Json } {
  const answer: { [name: string]: Json } = {};
  const { type } = definition;
  if (type.base) answer["@odata.type"] = `#${crmNamespace}.Complex${type.name}`;
  for (const name of type.properties.keys()) {
    answer[name] = wants(wanted, name) || always.has(name) ? inLanguages(definition.read(name), languages) : null;
  }
  for (const name of ["OptionSet", "GlobalOptionSet"]) {
    if (!type.navigations.has(name)) continue;
    const [set] = wants(wanted, name) ? asList(definition.follow(name)) : [];
    answer[name] = set ? complexDefinition(set, "all", languages) : null;
  }
  return answer;
}

function inLanguages(value: Json, languages: ReadonlySet<number>): Json {
  if (languages.size === 0 || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((each) => inLanguages(each, languages));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === "LocalizedLabels" && Array.isArray(member)
        ? member.filter((label) => languages.has(Number((label as JsonObject)["LanguageCode"])))
        : inLanguages(member, languages),
    ]),
  );
}
