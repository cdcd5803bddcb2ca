/** XML text as elements. fast-xml-parser does the reading; here its result gets a shape that can be asked questions. */
import { errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { invalidXml } from "./fetchErrors";
import type { XmlElement } from "./xmlElement";

/** `preserveOrder` gives each node as an object with one key, its name, beside the key of its attributes. */
type ParsedNode = Record<string, ParsedNode[] | string | Record<string, string>>;

const attributesKey = ":@";
const textKey = "#text";

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Numeric character references count as HTML's.
  htmlEntities: true,
});

/** @throws ServiceError when the text is not one well-formed XML element. */
export function parseXml(text: string): XmlElement {
  if (text.trim() === "") throw new ServiceError(errors.QueryBuilderDeserializeEmptyXml, "Xml String can't be null.");
  const found = XMLValidator.validate(text.trimStart());
  if (found !== true) throw invalidXml(`${found.err.msg} Line ${found.err.line}, position ${found.err.col}.`);
  // Nothing in a comment or a CDATA section is markup.
  const markup = text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, "");
  // The service reads without document types, which could bring in anything.
  if (/<!DOCTYPE/i.test(markup)) throw invalidXml("For security reasons DTD is prohibited in this XML document.");
  // The validator lets these two pass (XML 1.0, sections 2.3 and 4.1).
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/.test(markup)) {
    throw invalidXml("An error occurred while parsing EntityName.");
  }
  if (/<[^<>]*=\s*(?:"[^"<]*<|'[^'<]*<)/.test(markup)) {
    throw invalidXml("'<', hexadecimal value 0x3C, is an invalid attribute character.");
  }
  const [root, ...others] = elementsOf(parsedNodes(text.trimStart()));
  if (!root || others.length > 0) throw invalidXml("There must be one root element.");
  return root;
}

function parsedNodes(text: string): ParsedNode[] {
  try {
    return parser.parse(text) as ParsedNode[];
  } catch (error) {
    throw invalidXml(error instanceof Error ? error.message : String(error));
  }
}

function elementsOf(nodes: ParsedNode[]): XmlElement[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== attributesKey && key !== textKey);
    const content = name === undefined ? undefined : node[name];
    if (name === undefined || !Array.isArray(content)) return [];
    const attributes = new Map(Object.entries((node[attributesKey] ?? {}) as Record<string, string>));
    const text = content.map((each) => (typeof each[textKey] === "string" ? each[textKey] : "")).join("");
    return [{ name, attributes, children: elementsOf(content), text }];
  });
}
