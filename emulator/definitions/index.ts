/**
 * What an organization says about itself: the metadata sets (EntityDefinitions, RelationshipDefinitions,
 * GlobalOptionSetDefinitions), the service document and `$metadata`. Everything is generated from the catalog at the
 * time of asking, so a definition changed by a write is changed here. Rows are not its business.
 *
 * One idea carries the folder: each entity type of the metadata is one table (`definitionOf*.ts`) of property name, type
 * and origin, and every reader works from these tables.
 */
export { answerDefinitions } from "./answerDefinitions";
export type { DefinitionsAnswer, DefinitionsContext } from "./answerDefinitions";
export { changeDefinitions } from "./changes";
export type { ChangeAnswer, DefinitionsChange } from "./changes";
export { csdl } from "./csdl";
export { jsonText } from "./jsonText";
export { serviceDocument } from "./serviceDocument";
