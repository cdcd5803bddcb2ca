/**
 * The RetrieveMetadataChanges function [SchemaDefinitions]: definitions of tables with their parts
 * by one query in JSON, and what has changed or gone since an earlier answer. It reads the same type tables as the
 * metadata sets do.
 */
export { retrieveMetadataChanges } from "./retrieveMetadataChanges";
export type { MetadataChangesRequest } from "./retrieveMetadataChanges";
