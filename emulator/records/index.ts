/**
 * The write side of the emulated organization: the effects of POST, PATCH, PUT and DELETE on rows, each call in one
 * transaction. Bodies are parsed JSON and keys are parsed predicates; this folder does not use HTTP. It throws a
 * `ServiceError` for a write that Dataverse rejects.
 */
export { associate, disassociate, setReference } from "./associate";
export { checkVersion, versionsIn, type Conditions } from "./conditions";
export type { WriteContext } from "./context";
export { createRow, type CreatePreset } from "./create";
export { deleteRow } from "./delete";
export { existingId, findId, readKey, type Aliases, type RowKey } from "./keys";
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
export { updateRow } from "./update";
export { upsertRow, type Upserted } from "./upsert";
export { doesNotExist, payloadError } from "./writeErrors";
