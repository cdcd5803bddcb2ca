/**
 * The description of an organization: the metadata sets (EntityDefinitions, RelationshipDefinitions,
 * GlobalOptionSetDefinitions), the service document and `$metadata`. Each response is generated from the current
 * catalog, so it includes every change of a definition. This folder does not handle rows.
 *
 * One idea carries the folder: each entity type of the metadata is one table (`definitionOf*.ts`) of property name,
 * type and origin, and every reader works from these tables.
 */
export { answerDefinitions } from "./read/answerDefinitions";
export type { DefinitionsAnswer, DefinitionsContext } from "./read/answerDefinitions";
export { changeDefinitions } from "./changes";
export type { ChangeAnswer, DefinitionsChange } from "./changes";
export { csdl } from "./csdl/csdl";
export { jsonText } from "./describe/jsonText";
export { serviceDocument } from "./read/serviceDocument";
