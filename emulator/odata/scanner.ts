import { ODataSyntaxError } from "./ast";
import { identifier, identifierCharacter, identifierStart, maxIdentifierLength } from "./identifiers";
import { plainText, type SourceText } from "./percentEncoding";

/**
 * Levels of nesting a text may have before it is refused. Dataverse takes at most 500 conditions in one query, so that
 * no real one nests deeper, and 500 levels of the costliest kind, calls in calls, fit on Node's default stack.
 */
export const maxNesting = 500;

const startPattern = new RegExp(identifierStart, "uy");
const characterPattern = new RegExp(identifierCharacter, "uy");
const namePattern = new RegExp(identifier, "uy");
const dollarName = /\$\w+/y;
/** The ABNF's blanks are the space and the tab; Microsoft's lexer also accepts line breaks. */
const blanks = /[ \t\r\n]*/y;
/** The end of an option's list. */
const listEnd = /[);]|$/y;
const excerptLength = 20;

/** A position in decoded text, with the few moves all the grammars share. Every pattern handed in must be sticky. */
export class Scanner {
  private depth = 0;
  position = 0;
  readonly text: string;

  constructor(private readonly source: SourceText) {
    this.text = source.text;
  }

  static over(text: string): Scanner {
    return new Scanner(plainText(text));
  }

  /** The offset of `position` in the text that the caller passed to the parse function. */
  offset(position = this.position): number {
    return this.source.offsetAt(position);
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The character here, or the empty string at the end. */
  get character(): string {
    return this.text.charAt(this.position);
  }

  startsWith(token: string): boolean {
    return this.text.startsWith(token, this.position);
  }

  looksLike(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    return pattern.test(this.text);
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  expectMatch(pattern: RegExp, expected: string): string {
    return this.match(pattern) ?? this.fail(expected);
  }

  tryTake(token: string): boolean {
    if (!this.startsWith(token)) return false;
    this.position += token.length;
    return true;
  }

  take(token: string): void {
    if (!this.tryTake(token)) this.fail(`"${token}"`);
  }

  /** Takes a separator and the blanks around it. */
  takeSeparator(token: ":" | "="): void {
    this.skipBlanks();
    this.take(token);
    this.skipBlanks();
  }

  /** Like `tryTake`, but not the beginning of a longer word. */
  tryTakeWord(word: string): boolean {
    const start = this.position;
    if (this.tryTake(word) && !this.atIdentifierCharacter()) return true;
    this.position = start;
    return false;
  }

  takeWord(word: string): void {
    if (!this.tryTakeWord(word)) this.fail(`"${word}"`);
  }

  skipBlanks(): void {
    this.match(blanks);
  }

  atIdentifierStart(): boolean {
    return this.looksLike(startPattern);
  }

  atIdentifierCharacter(): boolean {
    return this.looksLike(characterPattern);
  }

  tryIdentifier(): string | undefined {
    const name = this.match(namePattern);
    if (name !== undefined && name.length > maxIdentifierLength) {
      this.position -= name.length - maxIdentifierLength;
      this.fail(`a name of at most ${maxIdentifierLength} characters`);
    }
    return name;
  }

  identifier(expected = "a name"): string {
    return this.tryIdentifier() ?? this.fail(expected);
  }

  /** `$name`, or `$1` for an earlier request of a change set. */
  dollarName(): string {
    return this.expectMatch(dollarName, "a name");
  }

  /** `name` or `Name.Space.name`. */
  qualifiedName(expected = "a name"): string {
    const start = this.position;
    this.identifier(expected);
    while (this.startsWith(".")) {
      this.position++;
      if (this.tryIdentifier() === undefined) {
        this.position--;
        break;
      }
    }
    return this.text.slice(start, this.position);
  }

  /**
   * `item`, then `, item` repeated any number of times. Blanks around the commas are ignored, as in Microsoft's lexer.
   *
   * @param mayTrail a comma with nothing behind it may end the list
   */
  commaSeparated<T>(readItem: () => T, mayTrail = false): T[] {
    const items: T[] = [];
    do {
      this.skipBlanks();
      if (mayTrail && items.length > 0 && this.looksLike(listEnd)) break;
      items.push(readItem());
      this.skipBlanks();
    } while (this.tryTake(","));
    return items;
  }

  /** One level deeper, until `ascend`; too many levels are an error of the text, never of the call stack. */
  descend(): void {
    if (++this.depth > maxNesting) this.failNesting();
  }

  ascend(): void {
    this.depth--;
  }

  /** Takes a bracket and the blanks behind it; what is inside is one level deeper. */
  open(bracket: "(" | "[" | "{"): void {
    this.take(bracket);
    this.descend();
    this.skipBlanks();
  }

  close(bracket: ")" | "]" | "}"): void {
    this.skipBlanks();
    this.take(bracket);
    this.ascend();
  }

  expectEnd(expected = "the end"): void {
    this.skipBlanks();
    if (!this.atEnd) this.fail(expected);
  }

  fail(expected: string, position = this.position): never {
    const rest = this.text.slice(position, position + excerptLength);
    const found = rest === "" ? "the end" : `"${rest}"`;
    this.failWith(`Expected ${expected} but found ${found}`, position);
  }

  /**
   * Microsoft's text, which counts to the end of the decoded text ([QueryFilter], "Manage single quotes").
   */
  failUnterminated(): never {
    const { text } = this;
    const message = `There is an unterminated literal at position ${text.length} in '${text}'.`;
    throw new ODataSyntaxError(message, this.offset());
  }

  failNesting(): never {
    this.failWith(`The text is nested deeper than ${maxNesting} levels`);
  }

  failWith(sentence: string, position = this.position): never {
    const at = this.offset(position);
    throw new ODataSyntaxError(`${sentence} at position ${at}.`, at);
  }
}
