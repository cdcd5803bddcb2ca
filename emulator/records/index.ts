/**
 * The write side of the emulated organization: what POST, PATCH, PUT and DELETE do to rows, each call in one
 * transaction. Bodies come as parsed JSON and keys as parsed predicates; nothing here knows HTTP. What Dataverse
 * refuses is thrown as a `ServiceError`.
 */
export { associate, disassociate, setReference } from "./associate";
export { checkConditions, checkVersion, etagOf, versionsIn, type Conditions } from "./conditions";
export { isJsonObject, type JsonObject, type WriteContext } from "./context";
export { createRow, type CreatePreset } from "./create";
export { deleteRow } from "./delete";
export { existingId, findId, readKey, resolveKey, type Aliases, type RowKey } from "./keys";
export { isPartyList, replaceParties } from "./parties";
export type { ManyNavigation, SingleNavigation } from "./payload";
export {
  inPipeline,
  Interruption,
  type Operation,
  type Pipeline,
  type PipelineRequest,
  type RowReferenceByName,
} from "./pipeline";
export { readReference, resolveReference, type RowReference } from "./references";
export { rowExists } from "./rows";
export { updateRow } from "./update";
export { upsertRow, type Upserted } from "./upsert";
export { doesNotExist, payloadError } from "./writeErrors";
