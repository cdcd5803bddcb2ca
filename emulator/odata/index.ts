/**
 * OData URLs read into trees, and nothing else: no table, no column and no rule of Dataverse is known here, so that
 * lowering a tree can say precisely what Dataverse does not offer. The trees are in `ast`; each grammar stands above
 * its parser. The proof is the OASIS committee's own collection of cases (`odataAbnf.test.ts`).
 *
 * The one idea: a URL is split first and decoded after ([ODataUrl], "URL Parsing"), and a `Scanner` walks
 * the decoded text once from left to right, never back over more than a name. So the time is linear in the length of
 * the text, and an error is at the first character that no continuation could fix.
 *
 * Everything throws `ODataSyntaxError`.
 */

import type { Expression, QueryOptions, ResourcePath } from "./ast";
import { parseExpressionAt } from "./expressions";
import { readQueryOptions } from "./queryOptions";
import { readReference, readResourcePath } from "./resourcePaths";
import { Scanner } from "./scanner";

export * from "./ast";

/** `accounts(...)/Account_Tasks/$count`, still percent-encoded, without the slash in front and without a query. */
export function parseResourcePath(path: string): ResourcePath {
  return readResourcePath(path, 0);
}

/**
 * The text behind `?`, still percent-encoded. `$` options and parameter aliases are parsed, everything else is kept as
 * `custom`. Names are case-sensitive, and an unknown `$` name is an error.
 */
export function parseQueryOptions(query: string): QueryOptions {
  return readQueryOptions(query);
}

/** One common expression, already decoded. */
export function parseExpression(text: string): Expression {
  const scanner = Scanner.over(text);
  scanner.skipBlanks();
  const expression = parseExpressionAt(scanner);
  scanner.expectEnd();
  return expression;
}

/** The value of `@odata.id`, `@odata.bind` or `$id`: an absolute URL, an absolute path or a relative one. */
export function parseReference(text: string): ResourcePath {
  return readReference(text);
}
