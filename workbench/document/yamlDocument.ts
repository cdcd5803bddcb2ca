import { isNode, LineCounter, parseDocument } from "yaml";
import type { DocumentPath } from "./problems";

/** The content of a YAML or JSON text, with positions. */
export interface YamlDocument {
  value: unknown;
  /** Syntax errors; without any the text is well formed. */
  errors: string[];
  /** Line, from 1, of the node at the path, or of the nearest node around it that exists. */
  lineOf: (path: DocumentPath) => number | undefined;
}

export function readYaml(text: string): YamlDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const errors = document.errors.map(({ message }) => message);
  return {
    value: errors.length > 0 ? undefined : document.toJS(),
    errors,
    lineOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const node: unknown = document.getIn(path.slice(0, length), true);
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
      }
      return undefined;
    },
  };
}
