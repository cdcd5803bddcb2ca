/**
 * Changes of definitions: POST, PUT and DELETE of the metadata sets, and the actions that do what these cannot. Every
 * change checks what the service checks, then goes through `DefinitionEditor`, and shows at once in every read.
 */
export { changeDefinitions } from "./changeDefinitions";
export type { ChangeAnswer, DefinitionsChange } from "./changeDefinitions";
export type { ChangeContext } from "./request/changeContext";
export { eligibleTables, isEligible } from "./relationships/eligibility";
export { reactivateKey } from "./keys/keys";
export {
  deleteOptionValue,
  insertOptionValue,
  insertStatusValue,
  orderOption,
  updateOptionValue,
  updateStateValue,
} from "./choices/optionActions";
export { checkPublishXml } from "./publish";
export { createMultiTableLookup } from "./relationships/oneToMany";
export { checkSolution } from "./request/solutions";
