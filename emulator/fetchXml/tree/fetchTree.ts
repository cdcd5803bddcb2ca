/**
 * A FetchXML query as a tree: its elements with their attributes read and checked, its names not yet looked up.
 * [FetchXmlReference].
 */
import type { DatePart } from "../../query/model/model";

export interface Fetch {
  entity: EntityElement;
  aggregate: boolean;
  distinct: boolean;
  /** Rows, no pages. */
  top?: number;
  /** Rows of a page. */
  count?: number;
  /** Counted from 1. */
  page?: number;
  /** The inner cookie. */
  pagingCookie?: string;
  aggregateLimit?: number;
  countsTotal: boolean;
  /** Choices sort by their numbers. */
  rawOrder: boolean;
}

export interface EntityElement {
  name: string;
  attributes: AttributeElement[];
  /** `all-attributes`, or no attributes named at all. */
  all: boolean;
  /** `no-attrs` */
  none: boolean;
  orders: OrderElement[];
  filters: FilterElement[];
  links: LinkElement[];
}

export interface LinkElement extends EntityElement {
  kind: "link";
  linkType: LinkType;
  alias?: string;
  /** The part before the dot in its column names: the alias, or the table's name and the link's number. */
  label: string;
  /** Column of the linked table. */
  from?: string;
  /** Column of the table around. */
  to?: string;
}

export type JoinType = "inner" | "outer" | "matchfirstrowusingcrossapply";
export type SubQueryType = "exists" | "in";
/** Inside filters only. */
export type FilterLinkType = "any" | "not any" | "all" | "not all";
export type LinkType = JoinType | SubQueryType | FilterLinkType;

export type AggregateFunction = "avg" | "count" | "countcolumn" | "max" | "min" | "sum";

export interface AttributeElement {
  name: string;
  alias?: string;
  aggregate?: AggregateFunction;
  groupBy: boolean;
  dateGrouping?: DatePart;
  distinct: boolean;
  countsChildren: boolean;
}

export interface OrderElement {
  attribute?: string;
  alias?: string;
  entityName?: string;
  descending: boolean;
}

export interface FilterElement {
  kind: "filter";
  type: "and" | "or";
  members: (FilterElement | ConditionElement | LinkElement)[];
}

export interface ConditionElement {
  kind: "condition";
  operator: string;
  attribute: string;
  entityName?: string;
  values: string[];
  /** `valueof`: `column` or `alias.column` */
  comparedWith?: string;
}
