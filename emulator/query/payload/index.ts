/**
 * Rows as the Web API writes them: JSON text with annotations, formatted values and `@odata.context`. The query
 * (`../query`) selects the rows.
 */
export * from "./annotations";
export { contextOfRows, contextUrl } from "./contextUrl";
export { AggregateWriter } from "./aggregateWriter";
export { RowWriter, etagOf } from "./rowWriter";
export { jsonValue } from "./values";
