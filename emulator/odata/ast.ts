/**
 * The syntax tree of an OData URL. The parser fills these shapes without a schema; the lowering of the tree into a
 * query decides whether a name exists and whether Dataverse supports the construct.
 *
 * `at` is always the offset, in characters, into the text that was handed to the parse function.
 */

export type Literal =
  | { type: "null" }
  | { type: "boolean"; value: boolean }
  | { type: "string"; value: string }
  /** An integer, decimal or double as written, a leading plus left out: `5`, `-1.50`, `1e3`, `INF`. */
  | { type: "number"; text: string }
  /** Lower case, no braces. */
  | { type: "guid"; value: string }
  | { type: "date"; text: string }
  | { type: "dateTimeOffset"; text: string }
  | { type: "timeOfDay"; text: string }
  | { type: "duration"; text: string }
  | { type: "binary"; text: string }
  | { type: "geo"; text: string }
  /** `Microsoft.Dynamics.CRM.OwnershipTypes'UserOwned'` */
  | { type: "enum"; typeName: string; members: string };

export type BinaryOperator =
  | "or"
  | "and"
  | "eq"
  | "ne"
  | "gt"
  | "ge"
  | "lt"
  | "le"
  | "has"
  | "in"
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "divby"
  | "mod";

export type Expression =
  | { kind: "literal"; literal: Literal; at: number }
  /** `@p`, without the `@`. */
  | { kind: "alias"; name: string; at: number }
  /**
   * `primarycontactid/fullname`; a segment may be a qualified type cast, `$it`, `$this`, `$root`, `$count`, `@Term`.
   */
  | { kind: "path"; segments: PathStep[]; at: number }
  /** A long chain of `and` or of `or` is a balanced tree, its operands in the order they were written. */
  | { kind: "binary"; operator: BinaryOperator; left: Expression; right: Expression; at: number }
  | { kind: "unary"; operator: "not" | "negate"; operand: Expression; at: number }
  /** A built-in function with positional arguments: `contains(name,'x')`, `cast(...)`. */
  | { kind: "call"; name: string; arguments: Expression[]; at: number }
  /** `path/any(x:...)`; `any()` has neither variable nor predicate. */
  | { kind: "lambda"; path: PathStep[]; operator: "any" | "all"; variable?: string; predicate?: Expression; at: number }
  /** `('a','b')` after `in`, or a JSON array such as `["a","b"]`. */
  | { kind: "list"; items: Expression[]; at: number }
  /** A JSON object argument such as `{"@odata.id":"accounts(...)"}`, already parsed. */
  | { kind: "json"; value: unknown; at: number };

/**
 * Without a schema `accounts(accountnumber='A-1')` and `RetrieveVersion(Edition='A-1')` read alike: then both `key` and
 * `parameters` are filled, and the reader takes the one that belongs to what `name` turns out to be.
 */
export interface PathStep {
  name: string;
  at: number;
  /** A key in parentheses behind the step. */
  key?: KeyPredicate;
  /**
   * Named parameters behind a function step:
   * `Microsoft.Dynamics.CRM.LastXDays(PropertyName='modifiedon',PropertyValue=30)`; empty for `WhoAmI()`.
   */
  parameters?: { name: string; value: Expression; at: number }[];
  /**
   * Unnamed arguments of a step Dataverse does not offer: `$filter(expression)`, `$crossjoin(A,B)`,
   * `aggregate(expression with sum)` in a path, and the signature of a selected function, `$select=Function(A,B)`.
   */
  arguments?: Expression[];
}

/** `(guid)` is a simple key; `(accountnumber='A-1',name='x')` is a compound one. Values are literals or aliases. */
export type KeyPredicate =
  | { kind: "simple"; value: Expression; at: number }
  | { kind: "compound"; parts: { name: string; value: Expression; at: number }[]; at: number };

export interface OrderByItem {
  expression: Expression;
  descending: boolean;
}

/** `$select=name` is one path step; a qualified cast may stand before it. `*` is the name "*". */
export interface SelectItem {
  path: PathStep[];
  options?: QueryOptions;
}

export interface ExpandItem {
  path: PathStep[];
  /** `nav/$ref` or `nav/$count` */
  suffix?: "$ref" | "$count";
  options: QueryOptions;
}

/** `$apply`: transformations applied one after the other. */
export type ApplyTransformation =
  | { kind: "filter"; predicate: Expression; at: number }
  | { kind: "groupby"; paths: PathStep[][]; then: ApplyTransformation[]; at: number }
  | { kind: "aggregate"; items: AggregateItem[]; at: number }
  /**
   * A transformation of the OData extension that parses but that Dataverse does not offer (`topcount`, `concat`, ...).
   */
  | { kind: "notOffered"; name: string; at: number };

export interface AggregateItem {
  /** `undefined` for `$count as n`. */
  expression?: Expression;
  /** `sum`, `average`, `min`, `max`, `countdistinct`, or a qualified custom method. */
  method?: string;
  alias?: string;
  at: number;
}

/** The system query options of one URL, or of one `$expand` item. Absent means not given. */
export interface QueryOptions {
  select?: SelectItem[];
  filter?: Expression;
  orderby?: OrderByItem[];
  expand?: ExpandItem[];
  top?: number;
  skip?: number;
  count?: boolean;
  apply?: ApplyTransformation[];
  search?: string;
  skiptoken?: string;
  deltatoken?: string;
  levels?: string;
  compute?: string;
  format?: string;
  /** The reference in `DELETE .../Account_Tasks/$ref?$id=...`, decoded. */
  id?: string;
  /** `@p=...`, keyed without the `@`. */
  aliases?: Record<string, Expression>;
  /** Query options that are not OData's (`fetchXml`, `savedQuery`, `tag`, ...), decoded, in order. */
  custom?: { name: string; value: string }[];
}

/** A segment of the resource path, after the service root. */
export type ResourceSegment = PathStep;

export interface ResourcePath {
  segments: ResourceSegment[];
}

/** The text is not OData. `at` is the character where no continuation could make it valid. */
export class ODataSyntaxError extends Error {
  override readonly name = "ODataSyntaxError";
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}
