import type { DefinitionsContext } from "./answerDefinitions";
import { definitionSets } from "../describe/definitionTypes";

/** Every entity set of the organization by name ([ODataJson] section 5). */
export function serviceDocument({ store, serviceRoot }: DefinitionsContext): string {
  const names = [...store.catalog.tables().map((table) => table.entitySetName), ...Object.keys(definitionSets)];
  const value = names.sort().map((name) => ({ name, kind: "EntitySet", url: name }));
  return JSON.stringify({ "@odata.context": `${serviceRoot}$metadata`, value });
}
