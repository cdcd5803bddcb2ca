/**
 * The path of a URL behind the service root (OData ABNF, section 1).
 *
 *     path    = segment *( "/" segment ) [ "/" ]
 *     segment = ( name / qualified name / "$" name ) *parentheses
 *             / key or index as a segment                            ; only behind another segment
 *     value   = literal / alias / array / object                     ; in the parentheses
 *
 * The path is split at its slashes before it is decoded, so a slash inside a quoted key has to be `%2F`. A segment that
 * is not a name is kept unchanged: it is a resource that will not be found, not an error of the URL.
 */
import { type Expression, ODataSyntaxError, type PathStep, type ResourcePath } from "./ast";
import { parseExpressionAt } from "./expressions";
import { tryArrayOrObject } from "./jsonArguments";
import { parseLiteral } from "./literals";
import { parseParentheses } from "./memberPaths";
import { decodeText } from "./percentEncoding";
import { Scanner } from "./scanner";

/** Nothing can be addressed behind these ([ODataUrl], sections 4.1, 4.2, 4.4, 4.7, 4.8). */
const lastSegments: ReadonlySet<string> = new Set(["$metadata", "$batch", "$ref", "$value", "$count", "$query"]);
const noName = /[^()'"]+$/y;

/** `offset` is where `path` begins in the text the caller handed in. */
export function readResourcePath(path: string, offset: number): ResourcePath {
  const segments: PathStep[] = [];
  if (path === "") return { segments };
  let start = offset;
  for (const encoded of path.replace(/\/$/, "").split("/")) {
    const before = segments.at(-1)?.name;
    if (before !== undefined && lastSegments.has(before)) failBehind(before, start - 1);
    segments.push(readSegment(new Scanner(decodeText(encoded, start, "path")), before === undefined));
    start += encoded.length + 1;
  }
  return { segments };
}

function failBehind(lastSegment: string, at: number): never {
  throw new ODataSyntaxError(`Expected the path to end with "${lastSegment}" but it goes on at position ${at}.`, at);
}

function readSegment(scanner: Scanner, isFirst: boolean): PathStep {
  const at = scanner.offset();
  const name = readSegmentName(scanner, isFirst);
  const step: PathStep = { name, at };
  // `$filter(...)` and `$crossjoin(...)` hold expressions and names, every other segment values.
  const parseContent = name.startsWith("$") ? parseExpressionAt : parseValue;
  if (scanner.startsWith("(")) parseParentheses(scanner, step, parseContent);
  if (!scanner.atEnd) scanner.fail("the end of the segment");
  return step;
}

function readSegmentName(scanner: Scanner, isFirst: boolean): string {
  if (scanner.startsWith("$")) return scanner.dollarName();
  const start = scanner.position;
  if (scanner.atIdentifierStart()) {
    const name = scanner.qualifiedName();
    if (isFirst || scanner.atEnd || scanner.startsWith("(")) return name;
    scanner.position = start;
  }
  return (isFirst ? undefined : scanner.match(noName)) ?? scanner.fail("the name of a segment");
}

function parseValue(scanner: Scanner): Expression {
  const at = scanner.offset();
  if (scanner.tryTake("@")) return { kind: "alias", name: scanner.identifier("the name of an alias"), at };
  return tryArrayOrObject(scanner, parseExpressionAt) ?? parseLiteral(scanner);
}

/** The Web API's root, wherever it is served (reference chapter 1.1: `/api/data/v{major}.{minor}/`). */
const absoluteRoot = /^(?:https?:\/\/[^/?#]+)?\/api\/data\/v\d+\.\d+(?:\/|$)/i;

/**
 * The value of `@odata.id` or `@odata.bind`: absolute, with or without the service root in front, or relative to it.
 * Dataverse also reads `/contacts(...)` as relative to the service root.
 */
export function readReference(text: string): ResourcePath {
  const root = absoluteRoot.exec(text)?.[0] ?? (text.startsWith("/") ? "/" : "");
  return readResourcePath(text.slice(root.length), root.length);
}
