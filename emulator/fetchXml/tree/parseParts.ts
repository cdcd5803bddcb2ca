/** The elements inside an entity: attribute, order, filter, condition. */
import { errors } from "../../errors/catalog";
import { invalidArgument } from "../../errors/rejections";
import { notEmulated, ServiceError } from "../../errors/serviceError";
import type { DatePart } from "../../query/model/model";
import { aggregateRule, invalidChild, nodeXml } from "./fetchErrors";
import type {
  AggregateFunction,
  AttributeElement,
  ConditionElement,
  FilterElement,
  LinkElement,
  OrderElement,
} from "./fetchTree";
import { aliasOf, flag, optional, optionals, required } from "./xmlAttributes";
import type { XmlElement } from "./xmlElement";

const aggregateFunctions: readonly string[] = ["avg", "count", "countcolumn", "max", "min", "sum"];
const dateParts: readonly string[] = ["day", "week", "month", "quarter", "year", "fiscal-period", "fiscal-year"];

function isAggregateFunction(text: string): text is AggregateFunction {
  return aggregateFunctions.includes(text);
}
function isDatePart(text: string): text is DatePart {
  return dateParts.includes(text);
}

/** Counts the limited parts of a query, numbers the links and records their names. */
export class Tally {
  links = 0;
  conditions = 0;
  readonly aliases = new Set<string>();
}

export function parseAttribute(xml: XmlElement, inAggregate: boolean): AttributeElement {
  const aggregate = aggregateFunctionOf(xml);
  const dateGrouping = optional(xml, "dategrouping");
  if (dateGrouping !== undefined && !isDatePart(dateGrouping)) {
    throw new ServiceError(
      errors.QueryBuilderInvalidDateGrouping,
      `An invalid value was specified for dategrouping. dategrouping = ${dateGrouping}`,
    );
  }
  const alias = aliasOf(xml);
  // Users live in UTC: grouping by their time zone or by UTC is the same.
  flag(xml, "usertimezone");
  const attribute: AttributeElement = {
    name: required(xml, "name"),
    ...(alias !== undefined && { alias }),
    ...(aggregate !== undefined && { aggregate }),
    groupBy: flag(xml, "groupby", errors.QueryBuilderDeserializeInvalidGroupBy),
    ...(dateGrouping !== undefined && { dateGrouping }),
    distinct: flag(xml, "distinct", errors.QueryBuilderDeserializeInvalidDistinct),
    countsChildren: countsChildren(xml),
  };
  checkAggregateRules(xml, attribute, inAggregate);
  return attribute;
}

function aggregateFunctionOf(xml: XmlElement): AggregateFunction | undefined {
  const text = optional(xml, "aggregate");
  if (text !== undefined && !isAggregateFunction(text)) {
    throw aggregateRule(
      errors.QueryBuilderDeserializeInvalidAggregate,
      `An error occurred while processing Aggregates in Query. aggregate = ${text}`,
      xml,
    );
  }
  return text;
}

function countsChildren(xml: XmlElement): boolean {
  const text = optional(xml, "rowaggregate");
  if (text === undefined) return false;
  if (text.toLowerCase() !== "countchildren") throw invalidArgument(`The rowaggregate '${text}' is not supported.`);
  return true;
}

/** [FetchXmlAggregate]; names of the codes in [ErrorCodes]. */
function checkAggregateRules(
  xml: XmlElement,
  { alias, aggregate, groupBy, dateGrouping }: AttributeElement,
  inAggregate: boolean,
): void {
  if (!inAggregate) {
    if (aggregate !== undefined || groupBy || dateGrouping !== undefined) {
      throw aggregateRule(
        errors.QueryBuilderDeserializeInvalidAggregate,
        "An error occurred while processing Aggregates in Query: the fetch element does not set aggregate to true.",
        xml,
      );
    }
    return;
  }
  if (aggregate !== undefined && groupBy) {
    throw aggregateRule(
      errors.QueryBuilderAttributeCannotBeGroupByAndAggregate,
      "An attribute can either be an aggregate or a Group By but not both.",
      xml,
    );
  }
  if (aggregate === undefined && !groupBy) {
    throw aggregateRule(
      errors.QueryBuilderAttribute_With_Aggregate,
      "Attributes can not be returned when aggregate operation is specified: set aggregate or groupby.",
      xml,
    );
  }
  if (alias === undefined) {
    throw aggregateRule(
      errors.QueryBuilderNoAlias,
      "An alias must be specified for every attribute of an aggregate Query.",
      xml,
    );
  }
}

export function parseOrder(xml: XmlElement, inAggregate: boolean): OrderElement {
  const order = {
    ...optionals(xml, { attribute: "attribute", alias: "alias", entityName: "entityname" }),
    descending: flag(xml, "descending", errors.QueryBuilderDeserializeInvalidDescending),
  };
  if (inAggregate) {
    if (order.attribute !== undefined) {
      throw aggregateRule(
        errors.QueryBuilderAttributeNotAllowedForAggregateOrderBy,
        "An attribute cannot be specified for an order clause for an aggregate Query. Use an alias.",
        xml,
      );
    }
    if (order.alias === undefined) {
      throw aggregateRule(
        errors.QueryBuilderAliasRequiredForAggregateOrderBy,
        "An alias is required for an order clause for an aggregate Query.",
        xml,
      );
    }
    return order;
  }
  if (order.alias !== undefined) {
    throw aggregateRule(
      errors.QueryBuilderAliasNotAllowedForNonAggregateOrderBy,
      "An alias cannot be specified for an order clause for a non-aggregate Query. Use an attribute.",
      xml,
    );
  }
  if (order.attribute === undefined) {
    throw aggregateRule(
      errors.QueryBuilderAttributeRequiredForNonAggregateOrderBy,
      "An attribute is required for an order clause for a non-aggregate Query.",
      xml,
    );
  }
  return order;
}

export function parseFilter(
  xml: XmlElement,
  tally: Tally,
  parseLink: (link: XmlElement) => LinkElement,
): FilterElement {
  const type = optional(xml, "type") ?? "and";
  if (type !== "and" && type !== "or") {
    throw new ServiceError(
      errors.QueryBuilderInvalidFilterType,
      `Unsupported filter type. Valid values are 'and', or 'or'. ${nodeXml(xml)}`,
    );
  }
  flag(xml, "isquickfindfields", errors.QueryBuilderSerializationInvalidIsQuickFindFilter);
  const members = xml.children.map((child) => {
    if (child.name === "filter") return parseFilter(child, tally, parseLink);
    if (child.name === "condition") return parseCondition(child, tally);
    if (child.name === "link-entity") return parseLink(child);
    throw invalidChild(xml, child, ["condition", "filter", "link-entity"]);
  });
  return { kind: "filter", type, members };
}

function parseCondition(xml: XmlElement, tally: Tally): ConditionElement {
  tally.conditions += 1;
  for (const child of xml.children) if (child.name !== "value") throw invalidChild(xml, child, ["value"]);
  if (optional(xml, "aggregate") !== undefined || optional(xml, "alias") !== undefined) {
    throw notEmulated("conditions on aggregates");
  }
  const value = xml.attributes.get("value");
  return {
    kind: "condition",
    operator: required(xml, "operator"),
    // `column` is what the attribute was called once.
    attribute: optional(xml, "attribute") ?? optional(xml, "column") ?? required(xml, "attribute"),
    values: value === undefined ? xml.children.map((child) => child.text) : [value],
    ...optionals(xml, { entityName: "entityname", comparedWith: "valueof" }),
  };
}
