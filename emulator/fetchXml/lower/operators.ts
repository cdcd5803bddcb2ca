/**
 * The condition operators [FetchXmlOperators]. An operator with an equivalent OData query
 * function has the same meaning.
 */
import { dateFunctions } from "../../query/functions/dateFunctions";
import type { FunctionCall, QueryFunction } from "../../query/functions/functionCall";
import { identityFunctions } from "../../query/functions/identityFunctions";
import type { ComparisonOperator, Condition, ValueKind } from "../../query/model/model";
import { storedValueOfText } from "../../query/scope/values";
import { valueFunctions } from "../../query/functions/valueFunctions";

export interface Operator {
  takes: 0 | 1 | 2 | "some";
  /** Its values are values of the column; otherwise whole numbers from 1 on. */
  ofColumn: boolean;
  /** The value is a date; its time is ignored. */
  takesDay: boolean;
  /** Its value is a pattern for text. */
  isPattern: boolean;
  suits(kind: ValueKind): boolean;
  /** For `valueof`. */
  comparison?: ComparisonOperator;
  /** The operator that is true where this one is not, null included. */
  opposite?: Operator;
  lower(call: FunctionCall): Condition;
}

/** `last-x-days` -> `LastXDays` */
export function pascal(operator: string): string {
  return operator
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

const plain = { ofColumn: true, takesDay: false, isPattern: false } as const;
function isScalar(kind: ValueKind): boolean {
  return kind !== "binary" && kind !== "multiChoice";
}

function stored({ ref, values }: FunctionCall, index = 0): string | number | bigint | Uint8Array | null {
  const text = values[index] ?? "";
  // A set of choices is stored in ascending order.
  if (ref.kind === "multiChoice") {
    return text
      .split(",")
      .map(Number)
      .sort((a, b) => a - b)
      .join(",");
  }
  return storedValueOfText(ref.kind, text) ?? null;
}

function comparison(operator: ComparisonOperator, opposite?: Operator): Operator {
  return {
    ...plain,
    takes: 1,
    comparison: operator,
    ...(opposite && { opposite }),
    suits: operator === "eq" || operator === "ne" ? (kind) => kind !== "binary" : isScalar,
    lower: (call) => ({ kind: "compare", operator, left: { kind: "column", column: call.ref }, right: stored(call) }),
  };
}

function nullTest(negated: boolean, opposite?: Operator): Operator {
  return {
    ...plain,
    takes: 0,
    ...(opposite && { opposite }),
    suits: () => true,
    lower: ({ ref }) => ({ kind: "isNull", column: ref, negated }),
  };
}

/** SQL's wildcards are active in all of them [Wildcards]. */
function pattern(around: (text: string) => string, negated: boolean, opposite?: Operator): Operator {
  return {
    ...plain,
    takes: 1,
    isPattern: true,
    ...(opposite && { opposite }),
    suits: (kind) => kind === "text",
    lower: ({ ref, values }) => ({ kind: "like", column: ref, pattern: around(values[0] ?? ""), negated }),
  };
}

function set(negated: boolean, opposite?: Operator): Operator {
  return {
    ...plain,
    takes: "some",
    ...(opposite && { opposite }),
    suits: (kind) => kind !== "binary",
    lower: (call) => ({
      kind: "in",
      column: call.ref,
      values: call.values.map((_, index) => stored(call, index)),
      negated,
    }),
  };
}

function isOrdered(kind: ValueKind): boolean {
  return kind === "number" || kind === "dateTime" || kind === "date" || kind === "text";
}
function isDate(kind: ValueKind): boolean {
  return kind === "dateTime" || kind === "date";
}
function isGuid(kind: ValueKind): boolean {
  return kind === "guid";
}

type Traits = Pick<Operator, "takes" | "suits"> & Partial<Pick<Operator, "ofColumn" | "takesDay">>;

function twin(functions: Record<string, QueryFunction>, name: string, traits: Traits): Operator {
  const found = functions[name];
  if (!found) throw new Error(`There is no query function ${name}.`);
  return { ...plain, ...traits, lower: (call) => found.lower(call) };
}

function dates(names: string[], traits: Partial<Traits> = {}): Record<string, Operator> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      // A column without a time of day knows no hours and minutes (Microsoft: condition operators, "Date and time").
      twin(dateFunctions, functionName(name), {
        takes: 0,
        suits: /-(hours|minutes)$/.test(name) ? (kind) => kind === "dateTime" : isDate,
        ...traits,
      }),
    ]),
  );
}

/** The function's name, where the two differ by more than hyphens. */
function functionName(operator: string): string {
  return pascal(operator).replace("SevenDays", "7Days").replace("Olderthan", "OlderThan");
}

function identity(name: string, suits = isGuid): Operator {
  return twin(identityFunctions, name, { takes: 0, suits });
}
function hierarchy(name: string): Operator {
  return twin(identityFunctions, name, { takes: 1, suits: isGuid });
}

const units = ["days", "hours", "weeks", "months", "years", "fiscal-periods", "fiscal-years"];
const spans = ["week", "month", "year", "fiscal-period", "fiscal-year"];

const [eq, isNotNull] = [comparison("eq"), nullTest(true)];
const [like, begins, ends] = [
  pattern((text) => text, false),
  pattern((text) => `${text}%`, false),
  pattern((text) => `%${text}`, false),
];
const isIn = set(false);

export const operators: Record<string, Operator> = {
  eq,
  ne: comparison("ne", eq),
  neq: comparison("ne", eq),
  gt: comparison("gt"),
  ge: comparison("ge"),
  lt: comparison("lt"),
  le: comparison("le"),
  null: nullTest(false, isNotNull),
  "not-null": isNotNull,
  like,
  "not-like": pattern((text) => text, true, like),
  "begins-with": begins,
  "not-begin-with": pattern((text) => `${text}%`, true, begins),
  "ends-with": ends,
  "not-end-with": pattern((text) => `%${text}`, true, ends),
  in: isIn,
  "not-in": set(true, isIn),
  between: twin(valueFunctions, "Between", { takes: 2, suits: isOrdered }),
  "not-between": twin(valueFunctions, "NotBetween", { takes: 2, suits: isOrdered }),
  "contain-values": twin(valueFunctions, "ContainValues", { takes: "some", suits: (kind) => kind === "multiChoice" }),
  "not-contain-values": twin(valueFunctions, "DoesNotContainValues", {
    takes: "some",
    suits: (kind) => kind === "multiChoice",
  }),
  "eq-userid": identity("EqualUserId"),
  "ne-userid": identity("NotEqualUserId"),
  "eq-userteams": identity("EqualUserTeams"),
  "eq-useroruserteams": identity("EqualUserOrUserTeams"),
  "eq-useroruserhierarchy": identity("EqualUserOrUserHierarchy"),
  "eq-useroruserhierarchyandteams": identity("EqualUserOrUserHierarchyAndTeams"),
  "eq-businessid": identity("EqualBusinessId"),
  "ne-businessid": identity("NotEqualBusinessId"),
  "eq-userlanguage": identity("EqualUserLanguage", (kind) => kind === "number"),
  above: hierarchy("Above"),
  "eq-or-above": hierarchy("AboveOrEqual"),
  under: hierarchy("Under"),
  "eq-or-under": hierarchy("UnderOrEqual"),
  "not-under": hierarchy("NotUnder"),
  ...dates(["today", "tomorrow", "yesterday", "last-seven-days", "next-seven-days"]),
  ...dates(["this", "last", "next"].flatMap((which) => spans.map((span) => `${which}-${span}`))),
  ...dates(["on", "on-or-after", "on-or-before"], { takes: 1, takesDay: true }),
  ...dates(
    ["last", "next"].flatMap((which) => units.map((unit) => `${which}-x-${unit}`)),
    { takes: 1, ofColumn: false },
  ),
  ...dates(
    ["minutes", "hours", "days", "weeks", "months", "years"].map((unit) => `olderthan-x-${unit}`),
    { takes: 1, ofColumn: false },
  ),
  ...dates(["in-fiscal-period", "in-fiscal-year"], { takes: 1, ofColumn: false }),
  ...dates(["in-fiscal-period-and-year", "in-or-before-fiscal-period-and-year", "in-or-after-fiscal-period-and-year"], {
    takes: 2,
    ofColumn: false,
  }),
};
