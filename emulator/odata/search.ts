/**
 * `$search` (OData ABNF, searchExpr). `AND`, `OR` and `NOT` are words like any other where no operand could stand
 * beside them, so that every row of terms with blanks between them is an expression; what is left to check are the
 * parentheses and phrases.
 *
 *     search = "'" text "'" / terms
 *     terms  = term *( blanks term )
 *     term   = "(" terms ")" / '"' phrase '"' / word
 */
import { readQuoted } from "./literals";
import type { Scanner } from "./scanner";

const phrase = /"[^"&]+"/y;
/**
 * After decoding, `;` in a word and `;` in front of the next nested option look alike; an option begins with `$` or
 * `@`.
 */
const word = /(?!')(?:[^\s()";]|;(?![$@ ]))+/y;
const endPattern = /[);]|$/y;

/** Reads a search expression and returns it as it stands. */
export function parseSearch(scanner: Scanner): string {
  scanner.skipBlanks();
  const start = scanner.position;
  if (scanner.startsWith("'")) readQuoted(scanner);
  else parseTerms(scanner);
  return scanner.text.slice(start, scanner.position);
}

function parseTerms(scanner: Scanner): void {
  for (;;) {
    parseTerm(scanner);
    const end = scanner.position;
    scanner.skipBlanks();
    if (scanner.looksLike(endPattern)) return;
    if (scanner.position === end) scanner.fail("a blank");
  }
}

function parseTerm(scanner: Scanner): void {
  if (scanner.startsWith('"')) {
    scanner.expectMatch(phrase, "a phrase in quotation marks");
  } else if (scanner.startsWith("(")) {
    scanner.open("(");
    parseTerms(scanner);
    scanner.close(")");
  } else {
    scanner.expectMatch(word, "a word, a phrase or parentheses");
  }
}
