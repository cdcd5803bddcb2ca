/**
 * `$select` and `$expand` ([ODataUrl], "System Query Option $expand" and "$select").
 *
 *     select     = selectItem *( "," selectItem ) [ "," ]                    ; Microsoft's samples have the last comma
 * selectItem = path [ "(" options ")" / "(" [ name *( "," name ) ] ")" ] ; the latter is a function's signature
 *     expand     = expandItem *( "," expandItem )
 *     expandItem = path [ "/$ref" / "/$count" ] [ "(" options ")" ]
 */
import type { ExpandItem, Expression, PathStep, QueryOptions, SelectItem } from "./ast";
import { parseNamePath } from "./namePaths";
import type { Scanner } from "./scanner";

/** The parent of nested options, which decides which options are allowed. */
export type NestedIn = "select" | "expand" | "expandRef" | "expandCount";
/** Reads options up to the closing parenthesis. */
export type ParseNestedOptions = (scanner: Scanner, place: NestedIn) => QueryOptions;

export function parseSelect(scanner: Scanner, parseNestedOptions: ParseNestedOptions): SelectItem[] {
  return scanner.commaSeparated(() => parseSelectItem(scanner, parseNestedOptions), true);
}

function parseSelectItem(scanner: Scanner, parseNestedOptions: ParseNestedOptions): SelectItem {
  const path = parseNamePath(scanner);
  const last = path.at(-1);
  if (last === undefined || !scanner.startsWith("(")) return { path };
  scanner.open("(");
  const hasOptions = scanner.startsWith("$") || scanner.startsWith("@");
  const options = hasOptions ? parseNestedOptions(scanner, "select") : undefined;
  if (!hasOptions) last.arguments = readSignature(scanner);
  scanner.close(")");
  return options === undefined ? { path } : { path, options };
}

function readSignature(scanner: Scanner): Expression[] {
  return scanner.startsWith(")") ? [] : scanner.commaSeparated(() => readParameterName(scanner));
}

function readParameterName(scanner: Scanner): Expression {
  const at = scanner.offset();
  return { kind: "path", segments: [{ name: scanner.identifier("the name of a parameter"), at }], at };
}

export function parseExpand(scanner: Scanner, parseNestedOptions: ParseNestedOptions): ExpandItem[] {
  return scanner.commaSeparated(() => parseExpandItem(scanner, parseNestedOptions));
}

function parseExpandItem(scanner: Scanner, parseNestedOptions: ParseNestedOptions): ExpandItem {
  const { path, suffix } = splitSuffix(parseNamePath(scanner), scanner);
  const place = suffix === "$ref" ? "expandRef" : suffix === "$count" ? "expandCount" : "expand";
  const item: ExpandItem = { path, options: {}, ...(suffix === undefined ? {} : { suffix }) };
  if (!scanner.startsWith("(")) return item;
  scanner.open("(");
  item.options = parseNestedOptions(scanner, place);
  scanner.close(")");
  return item;
}

function splitSuffix(steps: PathStep[], scanner: Scanner): { path: PathStep[]; suffix?: "$ref" | "$count" } {
  const last = steps.at(-1)?.name;
  if (last !== "$ref" && last !== "$count") return { path: steps };
  if (steps.length === 1) scanner.fail(`a navigation property in front of "${last}"`);
  return { path: steps.slice(0, -1), suffix: last };
}
