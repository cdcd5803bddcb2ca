/**
 * QueryExpression, the type actions take queries in, read into the tree FetchXML has: both say the same
 * ([QueryExpression]; [QueryExpressionType]). Only what decides which rows are meant is read: columns and orders are
 * not.
 */
import { isJsonObject, type JsonObject } from "../../json";
import { errors } from "../../errors/catalog";
import { notEmulated, ServiceError } from "../../errors/serviceError";
import { payloadError } from "../../records";
import type { ConditionElement, EntityElement, FilterElement, LinkElement, LinkType } from "../tree/fetchTree";
import { operators, pascal } from "../lower/operators";

/** @throws ServiceError when the value is not a QueryExpression. */
export function parseQueryExpression(value: unknown): EntityElement {
  const query = complex(value, "QueryExpression");
  if (given(query["DataSource"])) throw notEmulated("queries of retained rows");
  if (given(query["TopCount"])) throw notEmulated("TopCount in a query whose rows are all meant");
  return entity(text(query, "EntityName"), query["Criteria"], query["LinkEntities"], { links: 0 });
}

/** Numbers the links through the whole query. */
interface Tally {
  links: number;
}

function entity(name: string, criteria: unknown, links: unknown, tally: Tally): EntityElement {
  return {
    name,
    attributes: [],
    all: false,
    none: true,
    orders: [],
    filters: given(criteria) ? [filter(criteria, tally)] : [],
    links: list(links).map((link) => linkEntity(link, tally)),
  };
}

function filter(value: unknown, tally: Tally): FilterElement {
  const expression = complex(value, "FilterExpression");
  const link = expression["AnyAllFilterLinkEntity"];
  return {
    kind: "filter",
    type: member(expression, "FilterOperator", { And: "and", Or: "or" } as const, "And"),
    members: [
      ...list(expression["Conditions"]).map(condition),
      ...list(expression["Filters"]).map((each) => filter(each, tally)),
      ...(given(link) ? [linkEntity(link, tally)] : []),
    ],
  };
}

const joins: Record<string, LinkType> = {
  Inner: "inner",
  Natural: "inner",
  LeftOuter: "outer",
  MatchFirstRowUsingCrossApply: "matchfirstrowusingcrossapply",
  Exists: "exists",
  In: "in",
  Any: "any",
  NotAny: "not any",
  All: "all",
  NotAll: "not all",
};

function linkEntity(value: unknown, tally: Tally): LinkElement {
  const link = complex(value, "LinkEntity");
  tally.links += 1;
  const name = text(link, "LinkToEntityName");
  const alias = given(link["EntityAlias"]) ? text(link, "EntityAlias") : undefined;
  const label = alias ?? `${name}${tally.links}`;
  return {
    ...entity(name, link["LinkCriteria"], link["LinkEntities"], tally),
    kind: "link",
    linkType: member(link, "JoinOperator", joins, "Inner"),
    label,
    ...(alias !== undefined && { alias }),
    from: text(link, "LinkToAttributeName"),
    to: text(link, "LinkFromAttributeName"),
  };
}

/** The members of ConditionOperator that are named otherwise than the operators of FetchXML. */
const namedOtherwise: Record<string, string> = {
  eq: "Equal",
  ne: "NotEqual",
  gt: "GreaterThan",
  ge: "GreaterEqual",
  lt: "LessThan",
  le: "LessEqual",
  "not-begin-with": "DoesNotBeginWith",
  "not-end-with": "DoesNotEndWith",
  "not-contain-values": "DoesNotContainValues",
  "eq-userid": "EqualUserId",
  "ne-userid": "NotEqualUserId",
  "eq-userteams": "EqualUserTeams",
  "eq-useroruserteams": "EqualUserOrUserTeams",
  "eq-useroruserhierarchy": "EqualUserOrUserHierarchy",
  "eq-useroruserhierarchyandteams": "EqualUserOrUserHierarchyAndTeams",
  "eq-businessid": "EqualBusinessId",
  "ne-businessid": "NotEqualBusinessId",
  "eq-userlanguage": "EqualUserLanguage",
  "eq-or-above": "AboveOrEqual",
  "eq-or-under": "UnderOrEqual",
  "last-seven-days": "Last7Days",
  "next-seven-days": "Next7Days",
};

const operatorOfMember = new Map(
  Object.keys(operators)
    .filter((operator) => operator !== "neq")
    .map((operator) => [namedOtherwise[operator] ?? pascal(operator).replace("Olderthan", "OlderThan"), operator]),
);

function condition(value: unknown): ConditionElement {
  const expression = complex(value, "ConditionExpression");
  if (expression["CompareColumns"] === true) throw notEmulated("CompareColumns in a ConditionExpression");
  const name = text(expression, "Operator");
  const operator = operatorOfMember.get(name);
  if (operator === undefined) {
    throw new ServiceError(errors.QueryBuilderInvalidConditionOperator, `Unknown condition operator: ${name}`);
  }
  const entityName = expression["EntityName"];
  return {
    kind: "condition",
    operator,
    attribute: text(expression, "AttributeName"),
    ...(given(entityName) && { entityName: text(expression, "EntityName") }),
    values: list(expression["Values"]).map(valueText),
  };
}

/** [ObjectType]: a value as text, with the name of its .NET type. */
function valueText(value: unknown): string {
  return text(complex(value, "Object"), "Value");
}

function given(value: unknown): boolean {
  return (value ?? null) !== null;
}

function complex(value: unknown, type: string): JsonObject {
  const named = isJsonObject(value) ? (value["@odata.type"] ?? type) : undefined;
  if (
    !isJsonObject(value) ||
    typeof named !== "string" ||
    named.replace(/^#?(Microsoft\.Dynamics\.CRM\.)?/, "") !== type
  ) {
    throw payloadError(`A value of the type 'Microsoft.Dynamics.CRM.${type}' was expected.`);
  }
  return value;
}

function list(value: unknown): unknown[] {
  if (!given(value)) return [];
  if (!Array.isArray(value)) throw payloadError("A list was expected.");
  return value;
}

function text(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value !== "string") throw payloadError(`The property '${name}' must be a text.`);
  return value;
}

function member<T extends string>(object: JsonObject, name: string, members: Record<string, T>, absent: string): T {
  const written = given(object[name]) ? text(object, name) : absent;
  const found = Object.hasOwn(members, written) ? members[written] : undefined;
  if (found === undefined) throw payloadError(`'${written}' is no member of the type of '${name}'.`);
  return found;
}
