/**
 * Changes of definitions: POST, PUT and DELETE of the metadata sets, and the actions that do what these cannot. Every
 * change checks what the service checks, then goes through `DefinitionEditor`, and shows at once in every read.
 */
export { changeDefinitions } from "./changeDefinitions";
export type { ChangeAnswer, DefinitionsChange } from "./changeDefinitions";
export type { ChangeContext } from "./changeContext";
export { eligibleTables, isEligible } from "./eligibility";
export { reactivateKey } from "./keys";
export {
  deleteOptionValue,
  insertOptionValue,
  insertStatusValue,
  orderOption,
  updateOptionValue,
  updateStateValue,
} from "./optionActions";
export { checkPublishXml } from "./publish";
export { createMultiTableLookup } from "./relationships";
export { checkSolution } from "./solutions";
