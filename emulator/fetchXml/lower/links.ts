/**
 * link-entity -> joins and sub-queries ([FetchXmlJoin], [FetchXmlFilter]). All
 * joined tables are laid out before anything is filtered, since a condition may name a table that follows it.
 */
import type { Lowering } from "../../query/scope/lowering";
import { every, type Condition, type Join, type SubQuery } from "../../query/model/model";
import { isSettledBefore, lowerFilterElement } from "./conditions";
import type { EntityElement, LinkElement } from "../tree/fetchTree";
import { joinColumns, joinsOn } from "./joinColumns";
import { Level, type Place } from "./places";

/** The rows a query is about, joined and filtered: its root. */
export function openQuery(lowering: Lowering, entity: EntityElement): Place {
  const level = new Level(lowering);
  const root = level.add(level.rowsOf(entity.name), entity);
  joinAll(root, false);
  filterAll(root.level);
  return root;
}

function joinAll(parent: Place, onlyFirst: boolean): void {
  const { level } = parent;
  for (const element of parent.element.links) {
    if (element.linkType === "exists" || element.linkType === "in") continue;
    const rows = level.rowsOf(element.name);
    const on = joinsOn(joinColumns(element, rows, parent.rows), rows, parent.rows);
    const type = element.linkType === "outer" ? "outer" : "inner";
    const join: Join = { table: rows.table, alias: rows.alias, type, on };
    level.joins.push(join);
    const isFirstOnly = onlyFirst || element.linkType === "matchfirstrowusingcrossapply";
    const place = level.add(rows, element, { element, join, parent, isFirstOnly });
    if (isFirstOnly) join.on = every([on, isFirst(element, place, parent)]);
    joinAll(place, isFirstOnly);
  }
}

function filterAll(level: Level): void {
  for (const place of level.places) {
    const join = place.link?.join;
    for (const filter of place.element.filters) {
      const condition = lowerFilterElement(filter, place, lowerFilterLink);
      if (!condition) continue;
      // Behind an inner join it does not matter when rows are filtered; before an outer one it decides what is joined.
      if (join?.type === "outer" && isSettledBefore(filter, place)) join.on = every([join.on, condition]);
      else level.where.push(condition);
    }
    const demanded = place.element.links.flatMap((link) => subQueryCondition(link, place));
    if (join) join.on = every([join.on, ...demanded]);
    else level.where.push(...demanded);
  }
}

function subQueryCondition(link: LinkElement, parent: Place): Condition[] {
  if (link.linkType === "exists") return [exists(linkedRows(link, parent, true))];
  return link.linkType === "in" ? [isIn(link, parent)] : [];
}

/**
 * [FetchXmlFilter], "Filter on values in related records"; `all` and `not all` mean what it says
 * there.
 */
function lowerFilterLink(link: LinkElement, parent: Place): Condition {
  switch (link.linkType) {
    case "not any":
      return exists(linkedRows(link, parent, true), true);
    case "all":
      return every([exists(linkedRows(link, parent, false)), exists(linkedRows(link, parent, true), true)]);
    default:
      return exists(linkedRows(link, parent, true));
  }
}

function exists(rows: SubQuery, negated = false): Condition {
  return { kind: "exists", rows, negated };
}

function isIn(link: LinkElement, parent: Place): Condition {
  const place = openSubQuery(link, parent, true);
  const { from, to } = joinColumns(link, place.rows, parent.rows);
  const rows = place.level.query(place);
  return { kind: "inQuery", column: parent.rows.ref(to), rows, value: place.rows.ref(from), negated: false };
}

/** The rows linked to the parent's, as a sub-query that is correlated with it. */
function linkedRows(
  link: LinkElement,
  parent: Place,
  filtered: boolean,
  more: (place: Place) => Condition[] = () => [],
): SubQuery {
  const place = openSubQuery(link, parent, filtered);
  const on = joinsOn(joinColumns(link, place.rows, parent.rows), place.rows, parent.rows);
  place.level.where.push(on, ...more(place));
  return place.level.query(place);
}

function openSubQuery(link: LinkElement, parent: Place, filtered: boolean): Place {
  const level = new Level(parent.level.lowering, parent.level);
  const place = level.add(level.rowsOf(link.name), filtered ? link : { ...link, filters: [], links: [] });
  joinAll(place, false);
  filterAll(level);
  return place;
}

/** Of the linked rows that match, the one with the smallest key: no other one comes before it. */
function isFirst(link: LinkElement, place: Place, parent: Place): Condition {
  const before = (other: Place): Condition[] => [
    { kind: "compareColumns", operator: "lt", left: other.rows.primaryId(), right: place.rows.primaryId() },
  ];
  return exists(linkedRows(link, parent, true, before), true);
}
