/**
 * The arguments of a transformation that Dataverse does not offer. They are rejected by the transformation's name, so
 * nothing in them matters but where they end.
 *
 *     parentheses = "(" *( text / "'" text "'" / DQUOTE phrase DQUOTE / parentheses ) ")"
 */
import { readQuoted } from "./literals";
import type { Scanner } from "./scanner";

const text = /[^()'"]+/y;
/** A phrase of `search`. */
const phrase = /"(?:[^"\\]|\\.)*"/y;

export function skipParentheses(scanner: Scanner): void {
  scanner.take("(");
  let depth = 1;
  while (depth > 0) {
    scanner.match(text);
    if (scanner.startsWith("'")) readQuoted(scanner);
    else if (scanner.tryTake("(")) depth++;
    else if (scanner.tryTake(")")) depth--;
    else scanner.expectMatch(phrase, `")"`);
  }
}
