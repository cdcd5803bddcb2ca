import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import { InvalidInputError } from "../errors";

/**
 * A FetchXML query as a document: parsed once, changed as a tree, written once. Never patched as text, so leading blanks,
 * comments, a declaration, CDATA and attributes in any order make no difference. Pure.
 */
export interface FetchDocument {
  /** Logical name of the table that is queried. */
  entityName: string;
  /** An attribute of `<fetch>`. */
  attribute(name: string): string | undefined;
  /** The query with these attributes of `<fetch>` set, or taken away where the value is undefined. */
  withAttributes(changes: Record<string, string | undefined>): string;
}

interface XmlNode {
  [name: string]: unknown;
  ":@"?: Record<string, string>;
}

const shape = { preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: "" } as const;
const parser = new XMLParser({
  ...shape,
  // Values are text: " 007" is neither 7 nor trimmed.
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  // Numeric character references too.
  htmlEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
});
const builder = new XMLBuilder({ ...shape, suppressEmptyNode: true, processEntities: true });

const example = `<fetch><entity name="account"><attribute name="name"/></entity></fetch>`;

export function parseFetchDocument(text: string, input: string): FetchDocument {
  const xml = text.replace(/^\uFEFF/, "").trimStart();
  const linesBefore = text.slice(0, text.length - xml.length).split("\n").length - 1;
  const refuse = (problem: string, line = 1, column = 1): never => {
    throw new InvalidInputError(input, `${problem} (line ${line + linesBefore}, column ${column}).`);
  };
  const malformed = (reason: string, line?: number, column?: number): never =>
    refuse(`the query is not well-formed XML: ${reason.replace(/\.$/, "")}`, line, column);
  const verdict = xml === "" ? true : XMLValidator.validate(xml);
  if (verdict !== true) malformed(verdict.err.msg, verdict.err.line, verdict.err.col);
  if (/<!DOCTYPE/i.test(xml))
    refuse("a document type declaration has no place in a query", ...positionOf(xml, xml.search(/<!DOCTYPE/i)));
  const roots = elements(parsed(xml, malformed));
  const [fetch, ...others] = roots;
  if (!fetch || others.length > 0 || nameOf(fetch) !== "fetch") {
    return refuse(`the query must be one <fetch> element, for example ${example}`, ...positionOf(xml, rootIndex(xml)));
  }
  const entities = elements(fetch["fetch"] as XmlNode[]).filter((node) => nameOf(node) === "entity");
  const entityName = entities[0]?.[":@"]?.["name"]?.trim();
  if (entities.length !== 1 || !entityName) {
    return refuse(
      `<fetch> must hold one <entity> with the name of a table, for example ${example}`,
      ...positionOf(xml, rootIndex(xml)),
    );
  }
  const attributes = fetch[":@"] ?? {};
  return {
    entityName,
    attribute: (name) => attributes[name],
    withAttributes: (changes) => {
      const changed = Object.entries({ ...attributes, ...changes }).filter(([, value]) => value !== undefined);
      return builder.build([{ ...fetch, ":@": Object.fromEntries(changed) }]);
    },
  };
}

/** The parser is stricter than the validator in places, and has limits of its own. */
function parsed(xml: string, malformed: (reason: string) => never): XmlNode[] {
  try {
    return parser.parse(xml) as XmlNode[];
  } catch (error) {
    return malformed((error as Error).message);
  }
}

function elements(nodes: XmlNode[]): XmlNode[] {
  return nodes.filter((node) => !["#text", "#comment"].includes(nameOf(node)));
}

function nameOf(node: XmlNode): string {
  return Object.keys(node).find((key) => key !== ":@") ?? "";
}

/** Where the first element begins, behind declarations and comments. */
function rootIndex(xml: string): number {
  const prolog = /^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/.exec(xml);
  return prolog?.[0].length ?? 0;
}

function positionOf(xml: string, index: number): [line: number, column: number] {
  const before = xml.slice(0, index).split("\n");
  return [before.length, (before.at(-1)?.length ?? 0) + 1];
}
