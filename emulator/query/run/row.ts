/** One row by its primary key, and one property of it. */
import type { Row } from "../model/rows";
import { unknownProperty } from "../../errors/rejections";
import type { Column, Table } from "../../metadata/model";
import type { QueryOptions } from "../../odata/ast";
import { contextOfRows, contextUrl, etagOf, jsonValue, RowWriter, wantedAnnotations } from "../payload";
import type { SqlRow, SqlValue } from "../../organization/store/database";
import type { Preferences, QueryContext } from "../model/context";
import { Lowering } from "../scope/lowering";
import { isNestedExpand, lowerShape } from "../lower/lowerShape";
import type { Query } from "../model/model";
import { checkRowOptions } from "../lower/options";
import { maxPageSize } from "./paging";
import { withSyntaxErrors } from "../scope/queryErrors";
import { columnOfProperty } from "../scope/rowScope";
import { expandRows, fetchRows, outputsOf } from "./rows";
import type { RowShape } from "../scope/shape";

export interface RowRequest {
  table: Table;
  id: string;
  options: QueryOptions;
  preferences: Preferences;
  /** The part before the columns in `@odata.context`; by default, the entity set's name. */
  contextPath?: string;
  /**
   * Of a row just created. [CreateRow], where nested collections come back empty.
   */
  isNew?: boolean;
}

export interface RowAnswer {
  body: string;
  etag: string;
  version: number;
}

/** `undefined` when there is no such row. */
export function queryRow(context: QueryContext, request: RowRequest): RowAnswer | undefined {
  return withSyntaxErrors(() => {
    checkRowOptions(request.options);
    const { table, options, preferences } = request;
    const shape = lowerShape(context.store.catalog, table, options);
    const row = fetchRow(context, shape, request.id);
    if (!row) return undefined;
    const pageSize = preferences.maxPageSize ?? maxPageSize;
    const paging = { isNested: isNestedExpand(options.expand), pageSize };
    expandRows(context, [row], shape, { ...paging, onlyOuterCollections: request.isNew ?? false });
    const writer = new RowWriter(context, wantedAnnotations(preferences), true);
    writer.prepare([row], shape);
    const fragment = `${contextOfRows(request.contextPath ?? table.entitySetName, shape)}/$entity`;
    const parts = [`{"@odata.context":${JSON.stringify(contextUrl(context.serviceRoot, fragment))},`];
    writer.writeMembers(parts, row, shape, true);
    parts.push("}");
    return { body: parts.join(""), ...versionOf(row.values) };
  });
}

export interface PropertyAnswer {
  /** Numbers as JavaScript has them; `json` keeps the digits Dataverse writes. */
  value: string | number | boolean | null;
  json: string;
  etag: string;
}

/**
 * `undefined` when there is no such row.
 *
 * @throws ServiceError when the type has no such property.
 */
export function rowProperty(
  context: QueryContext,
  { table, id, property }: { table: Table; id: string; property: string },
): PropertyAnswer | undefined {
  const column = columnOfProperty(context.store.catalog, table, property);
  if (!column) throw unknownProperty(property, table.logicalName);
  const shape: RowShape = { table, columns: [{ property, column }], expansions: [] };
  const row = fetchRow(context, shape, id);
  if (!row) return undefined;
  const json = propertyJson(column, row.values[column.logicalName]);
  return { value: JSON.parse(json) as PropertyAnswer["value"], json, etag: versionOf(row.values).etag };
}

function propertyJson(column: Column, value: SqlValue | undefined): string {
  return column.isValidForRead ? jsonValue(column, value) : "null";
}

function fetchRow(context: QueryContext, shape: RowShape, id: string): Row | undefined {
  const rows = new Lowering(context, {}).rowsOf(shape.table);
  const query: Query = {
    from: rows,
    joins: rows.joins,
    where: {
      kind: "compare",
      operator: "eq",
      left: { kind: "column", column: rows.primaryId() },
      right: id.toLowerCase(),
    },
    outputs: outputsOf(shape, rows),
    orderings: [],
  };
  return fetchRows(context, query)[0];
}

function versionOf(row: SqlRow): { etag: string; version: number } {
  return {
    etag: etagOf(row) ?? "",
    version: Number(row["versionnumber"] ?? 0),
  };
}
