/** filter and condition -> Condition ([FetchXmlFilter], [FetchXmlOperators]). */
import { errors } from "../../errors/catalog";
import { invalidArgument } from "../../errors/rejections";
import { notEmulated, ServiceError } from "../../errors/serviceError";
import type { Column } from "../../metadata/model";
import type { ColumnRef, Condition } from "../../query/model/model";
import { primaryName, type RowScope } from "../../query/scope/rowScope";
import { operatorNotForColumn } from "../tree/fetchErrors";
import type { ConditionElement, FilterElement, LinkElement } from "../tree/fetchTree";
import { argumentsOf } from "./conditionValues";
import { operators, pascal, type Operator } from "./operators";
import { columnOf, isReadable, type Place } from "./places";

type LowerLink = (link: LinkElement, parent: Place) => Condition;

/** `undefined` for a filter without conditions, which filters nothing wherever it stands. */
export function lowerFilterElement(filter: FilterElement, place: Place, lowerLink: LowerLink): Condition | undefined {
  const conditions = filter.members.flatMap((member): Condition[] => {
    if (member.kind === "link") return [lowerLink(member, place)];
    if (member.kind === "condition") return [lowerCondition(member, place)];
    const nested = lowerFilterElement(member, place, lowerLink);
    return nested ? [nested] : [];
  });
  return conditions.length === 0 ? undefined : { kind: filter.type, conditions };
}

/** True if a filter of a joined table can be evaluated before the next tables are joined. */
export function isSettledBefore(filter: FilterElement, place: Place): boolean {
  const { level } = place;
  const isBefore = (name: string): boolean => {
    const other = level.find(name);
    return other.level !== level || level.places.indexOf(other) <= level.places.indexOf(place);
  };
  return filter.members.every((member) => {
    if (member.kind === "filter") return isSettledBefore(member, place);
    if (member.kind === "link") return member.filters.every((each) => isSettledBefore(each, place));
    // Microsoft: "Filters on link-entity": `entityname` filters after the join.
    if (member.entityName !== undefined) return false;
    const { tableName } = qualified(member.comparedWith ?? "");
    return tableName === undefined || isBefore(tableName);
  });
}

function lowerCondition(condition: ConditionElement, around: Place): Condition {
  const place = condition.entityName === undefined ? around : around.level.find(condition.entityName);
  const { rows } = place;
  const operator = Object.hasOwn(operators, condition.operator) ? operators[condition.operator] : undefined;
  if (!operator) {
    throw new ServiceError(
      errors.QueryBuilderInvalidConditionOperator,
      `Unknown condition operator: ${condition.operator}`,
    );
  }
  const column = columnOf(rows, condition.attribute);
  if (condition.comparedWith !== undefined) return compareColumns(condition, operator, place, column);
  const named = namedLookup(rows, column, operator);
  if (named) return onName(condition, operator, place, named);
  if (!isReadable(rows, column)) throw notEmulated(`conditions on the column '${rows.table}.${column.logicalName}'`);
  return applied(condition, operator, place, column, rows.ref(column));
}

function applied(
  condition: ConditionElement,
  operator: Operator,
  place: Place,
  column: Column,
  ref: ColumnRef,
): Condition {
  const values = argumentsOf(condition, operator, place.rows, column, ref.kind);
  if (!operator.suits(ref.kind)) throw operatorNotForColumn(condition.operator, column.logicalName, column.type);
  const name = pascal(condition.operator);
  return operator.lower({ name, lowering: place.level.lowering, rows: place.rows, column, ref, values });
}

/**
 * The lookup whose target's name a condition is about: `like` and its relatives on the lookup itself, anything on its
 * shadow (`primarycontactidname`).
 */
function namedLookup(rows: RowScope, column: Column, operator: Operator): Column | undefined {
  if (rows.catalog.isLookup(column)) return operator.isPattern ? column : undefined;
  if (isReadable(rows, column) || column.attributeOf === undefined) return undefined;
  const lookup = rows.definition.columns.get(column.attributeOf);
  return lookup && rows.catalog.isLookup(lookup) && column.logicalName === `${lookup.logicalName}name`
    ? lookup
    : undefined;
}

/** The lookup points at one of the rows that have such a name. */
function onName(condition: ConditionElement, operator: Operator, place: Place, lookup: Column): Condition {
  const { rows } = place;
  const positive = operator.opposite ?? operator;
  const points = rows.catalog.navigationsOfLookup(rows.definition, lookup).flatMap(({ target }): Condition[] => {
    const nameColumn = primaryName(target);
    if (!nameColumn) return [];
    const named = place.level.lowering.rowsOf(target);
    const where = applied(condition, positive, { ...place, rows: named }, nameColumn, named.ref(nameColumn));
    const query = { from: named, joins: [], where };
    return [{ kind: "inQuery", column: rows.ref(lookup), rows: query, value: named.primaryId(), negated: false }];
  });
  const found: Condition = { kind: "or", conditions: points };
  return operator.opposite ? { kind: "fails", condition: found } : found;
}

function compareColumns(condition: ConditionElement, operator: Operator, place: Place, column: Column): Condition {
  const comparison = operator.comparison;
  if (comparison === undefined) {
    throw new ServiceError(
      errors.QueryBuilderInvalidConditionOperator,
      `Unsupported condition operator. '${condition.operator}' cannot compare two columns.`,
    );
  }
  const { tableName, columnName } = qualified(condition.comparedWith ?? "");
  const other = tableName === undefined ? place : place.level.find(tableName);
  const otherColumn = columnOf(other.rows, columnName);
  const [left, right] = [place.rows.ref(column), other.rows.ref(otherColumn)];
  const isComparable = (ref: ColumnRef): boolean => ref.kind !== "binary" && ref.kind !== "multiChoice";
  // Microsoft: "Limitations on column comparison filters": the columns must be of the same type.
  if (
    left.kind !== right.kind ||
    !isComparable(left) ||
    !isReadable(place.rows, column) ||
    !isReadable(other.rows, otherColumn)
  ) {
    throw invalidArgument(
      `The attributes '${column.logicalName}' of type ${column.type} and '${otherColumn.logicalName}' of type ` +
        `${otherColumn.type} can't be compared with each other.`,
    );
  }
  return { kind: "compareColumns", operator: comparison, left, right };
}

/** `column`, `alias.column` */
function qualified(text: string): { tableName?: string; columnName: string } {
  const dot = text.lastIndexOf(".");
  return dot < 0 ? { columnName: text } : { tableName: text.slice(0, dot), columnName: text.slice(dot + 1) };
}
