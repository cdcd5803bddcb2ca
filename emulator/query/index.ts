/**
 * Queries: from the tree of an OData URL to rows, and from rows to the body of the answer.
 *
 * A request is *lowered* (`lower*.ts`): every name is looked up, every rule of Dataverse checked, and what remains is a
 * `Query` (`model.ts`) that knows SQL columns and stored values only. That is *compiled* (`compile*.ts`) into one SQL
 * statement with parameters, and the rows are written by `../payload`. FetchXML is another front end to the same model.
 *
 * Everything here throws `ServiceError` for what Dataverse refuses.
 */
export type { Caller, Preferences, QueryContext, RelatedTo } from "./model/context";
export { countRows, queryCollection, queryReferences } from "./run/collection";
export type { CollectionRequest, SourceRequest } from "./run/collectionRequest";
export { queryRow, rowProperty, type PropertyAnswer, type RowAnswer, type RowRequest } from "./run/row";
export { countTracked, isTracked, queryTracked } from "./run/trackedChanges";
export { formatValue } from "./run/formatValue";
