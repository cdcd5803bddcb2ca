/**
 * `$apply` -> what to group by and what to aggregate. Dataverse offers filters, then one grouping or one aggregation
 * [QueryAggregate].
 */
import { invalidODataRequest } from "../../errors/rejections";
import type { Column } from "../../metadata/model";
import type { AggregateItem, ApplyTransformation, Expression as Tree, PathStep } from "../../odata/ast";
import { pathText } from "../scope/lowering";
import { lowerProperty } from "./lowerPath";
import type { AggregateMethod, ColumnRef } from "../model/model";
import type { RowScope } from "../scope/rowScope";
import { isChoice } from "../scope/values";

export interface AggregatePlan {
  filters: Tree[];
  groups: Group[];
  aggregates: Aggregate[];
}

/**
 * `key` is the property of the answer: the column's, or table and column joined by `_` behind a navigation property.
 */
export interface Group {
  key: string;
  path: string;
  isRelated: boolean;
  scope: RowScope;
  column: Column;
  ref: ColumnRef;
}

export type Aggregate =
  | { key: string; method: "count" }
  | { key: string; method: Exclude<AggregateMethod, "count">; column: Column; ref: ColumnRef };

export function lowerApply(transformations: ApplyTransformation[], rows: RowScope): AggregatePlan {
  const plan: AggregatePlan = { filters: [], groups: [], aggregates: [] };
  const last = transformations.at(-1);
  for (const each of transformations) {
    if (each.kind === "notOffered") throw notOffered(`The transformation '${each.name}'`);
    if (each.kind === "filter" && each !== last) plan.filters.push(each.predicate);
    else if (each === last && each.kind === "groupby") lowerGroupBy(plan, each, rows);
    else if (each === last && each.kind === "aggregate") plan.aggregates = lowerAggregates(each.items, rows);
    else throw notOffered(`The transformation '${each.kind}' at this place`);
  }
  const keys = [...plan.groups, ...plan.aggregates].map((each) => each.key);
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  if (twice !== undefined) throw invalidODataRequest(`The name '${twice}' is used more than once in $apply.`);
  return plan;
}

function notOffered(what: string): Error {
  return invalidODataRequest(`${what} is not supported in $apply.`);
}

function lowerGroupBy(
  plan: AggregatePlan,
  { paths, then }: Extract<ApplyTransformation, { kind: "groupby" }>,
  rows: RowScope,
): void {
  plan.groups = paths.map((path) => lowerGroup(path, rows));
  const [aggregate, ...more] = then;
  if (aggregate === undefined) return;
  if (aggregate.kind !== "aggregate" || more.length > 0) {
    throw notOffered("Another transformation than aggregate inside groupby");
  }
  plan.aggregates = lowerAggregates(aggregate.items, rows);
}

function lowerGroup(path: PathStep[], rows: RowScope): Group {
  const { scope, column, ref } = lowerProperty(path, { root: rows, named: new Map() });
  if (ref.kind === "dateTime" || ref.kind === "date") throw notOffered("groupby with datetime values");
  if (ref.kind === "binary" || ref.kind === "multiChoice") throw notOffered(`groupby with '${pathText(path)}'`);
  const property = rows.catalog.propertyName(column);
  const isRelated = scope !== rows;
  const key = isRelated ? `${scope.definition.logicalName}_${column.logicalName}` : property;
  return { key, path: pathText(path), isRelated, scope, column, ref };
}

const methods: Record<string, Exclude<AggregateMethod, "count">> = {
  sum: "sum",
  average: "average",
  min: "min",
  max: "max",
};

function lowerAggregates(items: AggregateItem[], rows: RowScope): Aggregate[] {
  return items.map((item) => lowerAggregate(item, rows));
}

function lowerAggregate({ expression, method, alias }: AggregateItem, rows: RowScope): Aggregate {
  if (alias === undefined) throw notOffered("aggregate without an alias ('as')");
  if (expression === undefined) return { key: alias, method: "count" };
  const found = method !== undefined && Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!found) throw notOffered(`The aggregation method '${method ?? ""}'`);
  if (expression.kind !== "path") throw notOffered("aggregate with anything but a property");
  const { column, ref } = lowerProperty(expression.segments, { root: rows, named: new Map() });
  const isNumber = ref.kind === "number" && !isChoice(column);
  const isOrdered = isNumber || ref.kind === "dateTime" || ref.kind === "date";
  if (found === "min" || found === "max" ? !isOrdered : !isNumber) {
    throw invalidODataRequest(
      `The aggregation method '${found}' is not supported for the column '${column.logicalName}' of type ${column.type}.`,
    );
  }
  return { key: alias, method: found, column, ref };
}
