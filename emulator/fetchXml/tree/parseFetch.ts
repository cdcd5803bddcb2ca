/**
 * FetchXML text -> tree. Attributes that only hint at how the query is to run (`no-lock`, `latematerialize`,
 * `options`, `hint`) or belong to an application (`uiname`, `visible`) are read over.
 */
import { errors } from "../../errors/catalog";
import { invalidArgument } from "../../errors/rejections";
import { notEmulated, ServiceError } from "../../errors/serviceError";
import { tooManyConditions, tooManyExpands } from "../../query/scope/queryErrors";
import { duplicateAlias, invalidChild, invalidXml } from "./fetchErrors";
import type { EntityElement, Fetch, FilterElement, JoinType, LinkElement, LinkType, SubQueryType } from "./fetchTree";
import { parseAttribute, parseFilter, parseOrder, Tally } from "./parseParts";
import { aliasOf, flag, optional, optionals, positive, required } from "./xmlAttributes";
import { parseXml } from "./parseXml";
import type { XmlElement } from "./xmlElement";

/** [FetchXmlJoin], "Limitations". */
const maxLinks = 15;
/** Of conditions and link-entities ([FetchXmlFilter], "Condition limits"). */
const maxConditions = 500;
/** Microsoft: "fetch element". */
const maxTop = 5000;

/** @throws ServiceError when the text is not FetchXML. */
export function parseFetch(text: string): Fetch {
  const root = parseXml(text);
  if (root.name !== "fetch") throw invalidXml(`The root element must be 'fetch'. NodeName = ${root.name}`);
  if (optional(root, "datasource") === "retained") throw notEmulated("queries of retained rows");
  const mapping = optional(root, "mapping");
  if (mapping !== undefined && mapping !== "logical" && mapping !== "internal") {
    throw new ServiceError(
      errors.QueryBuilderDeserializeInvalidMapping,
      "The only valid values for mapping are 'logical' or 'internal' which is deprecated.",
    );
  }
  flag(root, "no-lock", errors.QueryBuilderDeserializeInvalidNoLock);
  flag(root, "min-active-row-version", errors.QueryBuilderDeserializeInvalidGetMinActiveRowVersion);
  const [aggregate, distinct] = [
    flag(root, "aggregate", errors.QueryBuilderDeserializeInvalidAggregate),
    flag(root, "distinct", errors.QueryBuilderDeserializeInvalidDistinct),
  ];
  const fetch: Fetch = {
    entity: parseEntity(root, aggregate),
    aggregate,
    distinct,
    ...pagingOf(root),
    countsTotal: flag(root, "returntotalrecordcount"),
    rawOrder: flag(root, "useraworderby", errors.QueryBuilderDeserializeInvalidUseRawOrderBy),
  };
  checkTop(fetch);
  if (fetch.entity.none && distinct) {
    throw new ServiceError(
      errors.QueryBuilderNoAttrsDistinctConflict,
      "The no-attrs tag cannot be used in conjuction with Distinct set to true.",
    );
  }
  return fetch;
}

function pagingOf(root: XmlElement): Pick<Fetch, "top" | "count" | "page" | "aggregateLimit" | "pagingCookie"> {
  const [top, page, aggregateLimit] = [positive(root, "top"), positive(root, "page"), positive(root, "aggregatelimit")];
  // Views say `count="0"` for the default.
  const count = optional(root, "count")?.trim() === "0" ? undefined : positive(root, "count");
  return {
    ...(top !== undefined && { top }),
    ...(count !== undefined && { count }),
    ...(page !== undefined && { page }),
    ...(aggregateLimit !== undefined && { aggregateLimit }),
    ...optionals(root, { pagingCookie: "paging-cookie" }),
  };
}

/** Microsoft: "fetch element", `top`. */
function checkTop({ top, count, page, countsTotal }: Fetch): void {
  if (top === undefined) return;
  if (top > maxTop) throw invalidArgument(`The top attribute can't exceed ${maxTop}. top = ${top}`);
  if (count !== undefined || page !== undefined) {
    throw invalidArgument("The top attribute can't be specified with the paging attributes page and count.");
  }
  if (countsTotal) throw invalidArgument("The top attribute can't be specified with returntotalrecordcount.");
}

function parseEntity(root: XmlElement, aggregate: boolean): EntityElement {
  const entities = root.children.filter((child) => child.name === "entity");
  for (const child of root.children) {
    if (child.name !== "entity" && child.name !== "order") throw invalidChild(root, child, ["entity", "order"]);
  }
  const [xml, ...others] = entities;
  if (!xml) {
    throw new ServiceError(
      errors.QueryBuilderElementNotFound,
      "A required element was not specified. Element = entity",
    );
  }
  if (others.length > 0) throw invalidXml("There can be only one entity element.");
  const tally = new Tally();
  const entity = parseTable(xml, aggregate, tally);
  if (tally.links > maxLinks) throw tooManyExpands();
  if (tally.links + tally.conditions > maxConditions) throw tooManyConditions();
  // Reports put their order beside the entity.
  const orders = root.children.filter((child) => child.name === "order").map((child) => parseOrder(child, aggregate));
  return { ...entity, orders: [...entity.orders, ...orders] };
}

const validChildren = ["filter", "order", "link-entity", "attribute", "all-attributes", "no-attrs"] as const;

function parseTable(xml: XmlElement, aggregate: boolean, tally: Tally): EntityElement {
  const table: EntityElement = {
    name: required(xml, "name"),
    attributes: [],
    all: false,
    none: false,
    orders: [],
    filters: [],
    links: [],
  };
  for (const child of xml.children) {
    switch (child.name) {
      case "attribute":
        table.attributes.push(parseAttribute(child, aggregate));
        break;
      case "all-attributes":
        table.all = true;
        break;
      case "no-attrs":
        table.none = true;
        break;
      case "order":
        table.orders.push(parseOrder(child, aggregate));
        break;
      case "filter":
        table.filters.push(filterOf(child, aggregate, tally));
        break;
      case "link-entity":
        table.links.push(parseLink(child, aggregate, tally, joinTypes));
        break;
      default:
        throw invalidChild(xml, child, validChildren);
    }
  }
  if (aggregate && table.all) {
    throw new ServiceError(
      errors.QueryBuilderAttribute_With_Aggregate,
      "Attributes can not be returned when aggregate operation is specified.",
    );
  }
  return table;
}

function filterOf(xml: XmlElement, aggregate: boolean, tally: Tally): FilterElement {
  return parseFilter(xml, tally, (link) => parseLink(link, aggregate, tally, filterLinkTypes));
}

const joinTypes: Record<string, JoinType | SubQueryType> = {
  inner: "inner",
  natural: "inner",
  outer: "outer",
  exists: "exists",
  in: "in",
  matchfirstrowusingcrossapply: "matchfirstrowusingcrossapply",
};

const filterLinkTypes: Record<string, LinkType> = {
  any: "any",
  "not any": "not any",
  all: "all",
  "not all": "not all",
};

function parseLink(xml: XmlElement, aggregate: boolean, tally: Tally, types: Record<string, LinkType>): LinkElement {
  tally.links += 1;
  const number = tally.links;
  const written = optional(xml, "link-type") ?? "inner";
  const linkType = Object.hasOwn(types, written) ? types[written] : undefined;
  if (linkType === undefined) throw invalidLinkType(written, Object.keys(types));
  const table = parseTable(xml, aggregate, tally);
  const alias = aliasOf(xml);
  if (alias !== undefined && tally.aliases.has(alias)) throw duplicateAlias(alias);
  if (alias !== undefined) tally.aliases.add(alias);
  const named = { ...optionals(xml, { from: "from", to: "to" }), ...(alias !== undefined && { alias }) };
  if ((named.from === undefined) !== (named.to === undefined)) {
    throw new ServiceError(
      errors.QueryBuilderAttributePairMismatch,
      "AttributeFrom and AttributeTo must be either both specified or both omitted.",
    );
  }
  if (!(linkType === "inner" || linkType === "outer" || linkType === "matchfirstrowusingcrossapply")) {
    checkReturnsNothing(table, linkType);
  }
  return { ...table, kind: "link", linkType, label: alias ?? `${table.name}${number}`, ...named };
}

function invalidLinkType(written: string, valid: string[]): Error {
  return new ServiceError(
    errors.QueryBuilderDeserializeInvalidLinkType,
    `The only valid values for link-type attribute are ${valid.map((each) => `'${each}'`).join(", ")} here. link-type = ${written}`,
  );
}

/** [FetchXmlJoin], "Use advanced link types": these return no columns of the linked rows. */
function checkReturnsNothing({ attributes, all, orders }: EntityElement, linkType: LinkType): void {
  if (attributes.length > 0 || all || orders.length > 0) {
    throw invalidArgument(`A link-entity with link-type '${linkType}' can't return or order by attributes.`);
  }
}
