/**
 * Resolves the five kinds of input expression of a low-code flow, as Prismatic's page "Passing Data Between Steps"
 * describes them: value, reference, configVar, template and complex.
 *
 *     reference = step *("." name / [ "." ] "[" ( index / quoted ) "]")      loopOverFiles.currentItem.[".tag"]
 *     template  = *( text / "{{$" reference "}}" / "{{#" config-variable "}}" )
 */
import type { ComplexItem, Expression, Expressions } from "./definition";

/** The values against which expressions are resolved. */
export interface ExpressionScope {
  /** By step key: `{ results }`, and within a loop also `{ currentItem, index, isFirst, isLast }`. */
  steps: Readonly<Record<string, unknown>>;
  configVar(key: string): unknown;
}

export interface KeyValuePair {
  key: unknown;
  value: unknown;
}

export function resolveInputs(inputs: Expressions, scope: ExpressionScope): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).map(([key, input]) => [key, resolveExpression(input, scope)]));
}

/** The value of one expression; `undefined` for a reference to a missing value. */
export function resolveExpression(expression: Expression, scope: ExpressionScope): unknown {
  switch (expression.type) {
    case "value":
      return expression.value ?? undefined;
    case "reference":
      return followReference(expression.value, scope.steps);
    case "configVar":
      // An input for an optional connection that was left unset is written with an empty name.
      return expression.value === "" ? undefined : scope.configVar(expression.value);
    case "template":
      return templateParts(expression.value).reduce((text, part) => text + partText(part, scope), "");
    case "complex":
      return resolveList(expression.value, scope);
  }
}

/** A valuelist, a keyvaluelist (elements with a name become pairs), or a condition (an operator and its terms). */
function resolveList(items: readonly ComplexItem[], scope: ExpressionScope): unknown[] {
  if (typeof items[0] === "string") return resolveCondition(items, scope);
  return items.map((item) => {
    if (typeof item === "string") return item;
    if (Array.isArray(item)) return resolveList(item, scope);
    const value = resolveExpression(item, scope);
    if (item.name === undefined) return value;
    const key = typeof item.name === "string" ? item.name : resolveExpression(item.name, scope);
    return { key, value } satisfies KeyValuePair;
  });
}

/** Terms of a condition carry an empty name, which means nothing. */
function resolveCondition(items: readonly ComplexItem[], scope: ExpressionScope): unknown[] {
  return items.map((item) => {
    if (typeof item === "string") return item;
    return Array.isArray(item) ? resolveCondition(item, scope) : resolveExpression(item, scope);
  });
}

const segmentPattern = /(?:(?<=.)\.)?\[(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d+))\]|(?:^|(?<=.)\.)([^.[\]]+)/y;

/**
 * Splits `a.b[0].["c d"]` into its names.
 * @throws SyntaxError at the first character that fits nowhere.
 */
export function parseReference(reference: string): [string, ...string[]] {
  const segments: string[] = [];
  segmentPattern.lastIndex = 0;
  while (segmentPattern.lastIndex < reference.length) {
    const start = segmentPattern.lastIndex;
    const match = segmentPattern.exec(reference);
    if (!match) throw new SyntaxError(`"${reference}" is not a reference: unexpected "${reference.slice(start)}".`);
    const [, doubleQuoted, singleQuoted, index, name] = match;
    segments.push(name ?? index ?? (doubleQuoted ?? singleQuoted ?? "").replaceAll(/\\(.)/g, "$1"));
  }
  const [first, ...rest] = segments;
  if (first === undefined) throw new SyntaxError("A reference is empty.");
  return [first, ...rest];
}

function followReference(reference: string, steps: Readonly<Record<string, unknown>>): unknown {
  return parseReference(reference).reduce<unknown>((value, name) => {
    if (value === undefined || value === null) return undefined;
    const container = Object(value) as Record<string, unknown>;
    // Own properties only: a reference reads data, never an object's inherited machinery.
    return Object.hasOwn(container, name) ? container[name] : undefined;
  }, steps);
}

export type TemplatePart = { text: string } | { reference: string } | { configVar: string };

/**
 * Cuts a template into text and placeholders. `{{` without `$` or `#` is text: other template languages use it. So is a
 * placeholder that is never closed, which `unclosedPlaceholder` finds.
 */
export function templateParts(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of template.matchAll(/\{\{([$#])((?:(?!\{\{).)*?)\}\}/gs)) {
    if (match.index > end) parts.push({ text: template.slice(end, match.index) });
    const target = (match[2] ?? "").trim();
    parts.push(match[1] === "$" ? { reference: target } : { configVar: target });
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ text: template.slice(end) });
  return parts;
}

/** Keys of the config variables that inputs are resolved with. */
export function variablesIn(inputs: Expressions): string[] {
  return Object.values(inputs).flatMap(variablesOf);
}

function variablesOf(item: ComplexItem): string[] {
  if (typeof item === "string") return [];
  if (Array.isArray(item)) return item.flatMap(variablesOf);
  const ofName = item.name === undefined ? [] : variablesOf(item.name);
  return [...ofName, ...valueVariables(item)];
}

function valueVariables(expression: Expression): string[] {
  if (expression.type === "complex") return expression.value.flatMap(variablesOf);
  if (expression.type === "configVar") return expression.value === "" ? [] : [expression.value];
  if (expression.type !== "template") return [];
  return templateParts(expression.value).flatMap((part) => ("configVar" in part ? [part.configVar] : []));
}

/** The text after `{{$` or `{{#` in a part of a template without a closing `}}`. */
export function unclosedPlaceholder(part: TemplatePart): string | undefined {
  return "text" in part ? /\{\{[$#].*/.exec(part.text)?.[0] : undefined;
}

function partText(part: TemplatePart, scope: ExpressionScope): string {
  if ("text" in part) return part.text;
  return textOf("reference" in part ? followReference(part.reference, scope.steps) : scope.configVar(part.configVar));
}

/** A value in the middle of a text: nothing for what is missing, JSON for lists and objects. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  return typeof value === "object" ? JSON.stringify(value) : `${value as number | boolean}`;
}
