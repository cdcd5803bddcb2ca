/**
 * FetchXML: the other query language of Dataverse. Text is parsed into a tree (`parseFetch.ts`), its names are looked
 * up and its rules checked while it is lowered into the one query model (`links.ts`, `conditions.ts`, `orders.ts`), and
 * the rows are written with the keys and annotations FetchXML has (`fetchRowWriter.ts`). [FetchXml].
 *
 * Everything here throws `ServiceError` for what Dataverse refuses.
 */
export { matchingRows } from "./lower/matchingRows";
export { parseQueryExpression } from "./run/queryExpression";
export { queryFetchXml, type FetchXmlRequest } from "./run/queryFetchXml";
export { queryStored } from "./run/queryStored";
