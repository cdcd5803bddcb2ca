/** `$apply`: rows that are groups. They have neither id nor etag, and a group without a value leaves its key out. */
import { invalidODataRequest, unknownProperty } from "../../errors/rejections";
import type { Column } from "../../metadata/model";
import type { OrderByItem } from "../../odata/ast";
import { AggregateWriter, wantedAnnotations } from "../payload";
import { hasTypeColumn, typeColumnName } from "../../organization/store/naming";
import { countUpTo, headOf, linkPart, sourceOf, type CollectionRequest } from "./collectionRequest";
import { compileQuery } from "../compile/compile";
import type { QueryContext } from "../model/context";
import { lowerApply, type Aggregate, type AggregatePlan } from "../lower/lowerApply";
import { lowerFilter } from "../lower/lowerFilter";
import { Lowering, pathText } from "../scope/lowering";
import { column, every, type ColumnRef, type Expression, type Ordering, type Output, type Query } from "../model/model";
import { pageOf } from "./paging";
import { aggregateLimitExceeded } from "../scope/queryErrors";

/** Source rows [QueryAggregate]. */
const maxAggregatedRows = 50_000;

export function queryAggregates(context: QueryContext, request: CollectionRequest): string {
  const { options, table } = request;
  for (const name of ["filter", "select", "expand"] as const) {
    if (options[name]) throw invalidODataRequest(`The query option $${name} is not supported with $apply.`);
  }
  const lowering = new Lowering(context, options.aliases ?? {});
  const { rows, query } = sourceOf(lowering, request);
  const plan = lowerApply(options.apply ?? [], rows);
  const filters = plan.filters.map((filter) => lowerFilter(lowering, filter, rows));
  const orderings = orderingsOf(plan, options.orderby, request);
  const source = { ...query, where: every([query.where, ...filters]) };
  if (countUpTo(context, source, maxAggregatedRows + 1) > maxAggregatedRows) throw aggregateLimitExceeded();
  const compiled = compileQuery({ ...source, ...groupingOf(plan), orderings });
  const groups = context.store.database.all(compiled.text, compiled.parameters);
  const page = pageOf(options, request.preferences);
  const start = (page.previous?.page ?? 0) * page.size;
  const shown = groups.slice(start, start + page.size);
  const hasMore = page.isPaged && groups.length > start + page.size;
  const writer = new AggregateWriter(context, wantedAnnotations(request.preferences), plan);
  const link = linkPart(context, request, hasMore ? { page: (page.previous?.page ?? 0) + 1, columns: [] } : undefined);
  const head = headOf(context, request, table.entitySetName, () => groups.length);
  return `{${head}"value":${writer.write(shown)}${link}}`;
}

function groupingOf({ groups, aggregates }: AggregatePlan): Pick<Query, "outputs" | "groupBy"> {
  const grouped = groups.flatMap((group) => [
    { name: group.key, value: column(group.ref) },
    ...typeOutputs(group.key, group.column, group.ref),
  ]);
  return { outputs: [...grouped, ...aggregates.map(outputOf)], groupBy: grouped.map((each): Expression => each.value) };
}

/** A lookup's target belongs to its id; grouping by both changes nothing. */
function typeOutputs(key: string, of: Column, ref: ColumnRef): { name: string; value: Expression }[] {
  if (!hasTypeColumn(of)) return [];
  return [{ name: `${key}#type`, value: column({ ...ref, column: typeColumnName(of) }) }];
}

function outputOf(aggregate: Aggregate): Output {
  if (aggregate.method === "count") return { name: aggregate.key, value: { kind: "aggregate", method: "count" } };
  const of = column(aggregate.ref);
  return { name: aggregate.key, value: { kind: "aggregate", method: aggregate.method, of, distinct: false } };
}

/** By groups only, and by all of them in the end, so that pages join. */
function orderingsOf(plan: AggregatePlan, items: OrderByItem[] | undefined, { table }: CollectionRequest): Ordering[] {
  const asked = (items ?? []).map(({ expression, descending }): Ordering => {
    const path = expression.kind === "path" ? pathText(expression.segments) : "";
    if (plan.aggregates.some((aggregate) => aggregate.key === path)) {
      throw invalidODataRequest("The query node SingleValueOpenPropertyAccess is not supported");
    }
    const group = plan.groups.find((each) => each.path === path);
    if (!group) throw unknownProperty(path, table.logicalName);
    return { expression: column(group.ref), descending };
  });
  return [...asked, ...plan.groups.map((group) => ({ expression: column(group.ref), descending: false }))];
}
