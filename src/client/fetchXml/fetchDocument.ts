import { XMLBuilder, XMLParser } from "fast-xml-parser";
import { InvalidInputError } from "../errors/InvalidInputError";
import { decodeReferences, encodeReferences, findFault, type Position, positionAt, startTags } from "./wellFormed";

/**
 * A FetchXML query as a document: parsed once, changed as a tree, written once. Never patched as text, so leading
 * blanks, comments, a declaration, CDATA and attributes in any order make no difference. Pure.
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

/**
 * Character and entity references stay as they were written, in both directions: decoded and encoded again they would
 * not always mean the same, because a reader turns a line end in an attribute into a blank but keeps `&#10;` (XML 1.0,
 * 3.3.3).
 */
const shape = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  processEntities: false,
  cdataPropName: "#cdata",
} as const;
const parser = new XMLParser({
  ...shape,
  // Values are text: " 007" is neither 7 nor trimmed.
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});
const builder = new XMLBuilder({
  ...shape,
  suppressEmptyNode: true,
  // Attributes are written in double quotes.
  attributeValueProcessor: (_name, value) => String(value).replaceAll('"', "&quot;"),
});

const example = `<fetch><entity name="account"><attribute name="name"/></entity></fetch>`;

export function parseFetchDocument(text: string, input: string): FetchDocument {
  const xml = text.replace(/^\uFEFF/, "").trimStart();
  const linesBefore = text.slice(0, text.length - xml.length).split("\n").length - 1;
  const reject = (problem: string, [line, column]: Position): never => {
    throw new InvalidInputError(input, `${problem} (line ${line + linesBefore}, column ${column}).`);
  };
  const fault = findFault(xml);
  if (fault) reject(fault.problem, fault.position);
  const root = positionAt(xml, rootIndex(xml));
  const [fetch, ...others] = elements(parseNodes(xml, (problem) => reject(problem, root)));
  if (!fetch || others.length > 0 || nameOf(fetch) !== "fetch") {
    return reject(`the query must be one <fetch> element, for example ${example}`, root);
  }
  const entities = elements(fetch["fetch"] as XmlNode[]).filter((node) => nameOf(node) === "entity");
  const entityName = decodeReferences(entities[0]?.[":@"]?.["name"] ?? "").trim();
  if (entities.length !== 1 || entityName === "") {
    const [first, second] = startTags(xml, "entity");
    const index = (entities.length > 1 ? second : first) ?? rootIndex(xml);
    return reject(
      `<fetch> must contain one <entity> with the name of a table, for example ${example}`,
      positionAt(xml, index),
    );
  }
  const attributes = fetch[":@"] ?? {};
  return {
    entityName,
    attribute: (name) => (attributes[name] === undefined ? undefined : decodeReferences(attributes[name])),
    withAttributes: (changes) => {
      const changed = new Map(Object.entries(attributes).filter(([name]) => !(name in changes)));
      for (const [name, value] of Object.entries(changes)) {
        if (value !== undefined) changed.set(name, encodeReferences(value));
      }
      return builder.build([{ ...fetch, ":@": Object.fromEntries(changed) }]);
    },
  };
}

/** The parser bounds how deep elements may nest, and rejects names such as __proto__. */
function parseNodes(xml: string, reject: (problem: string) => never): XmlNode[] {
  try {
    return parser.parse(xml) as XmlNode[];
  } catch (error) {
    return reject(`the query cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function elements(nodes: XmlNode[]): XmlNode[] {
  return nodes.filter((node) => !nameOf(node).startsWith("#"));
}

function nameOf(node: XmlNode): string {
  return Object.keys(node).find((key) => key !== ":@") ?? "";
}

/** Index of the first element, after declarations and comments. */
function rootIndex(xml: string): number {
  const prolog = /^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/.exec(xml);
  return prolog?.[0].length ?? 0;
}
