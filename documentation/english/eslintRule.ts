/**
 * Plain English as an ESLint plugin. The rule checks comments and the titles of tests, and with `strings: "all"` every
 * text of a file. The processor turns Markdown into comments, so the same rule checks the documents.
 */
import type { AST, ESLint, Linter, Rule } from "eslint";
import { findings } from "./plainEnglish";

type Comment = AST.Program["comments"][number];
type Node = Parameters<NonNullable<Rule.RuleListener["Literal"]>>[0] | Rule.Node;

const sentences: Rule.RuleModule = {
  meta: {
    type: "suggestion",
    docs: { description: "Keep comments, shipped texts and test titles in plain English." },
    schema: [{ type: "object", properties: { strings: { enum: ["all", "titles"] } }, additionalProperties: false }],
  },
  create(context) {
    const { text } = context.sourceCode;
    const [options = {}] = context.options as { strings?: "all" | "titles" }[];
    const checkString = (node: Node, value: string, start: number) => {
      if (/\s/.test(value) && (options.strings === "all" || isTitle(node))) report(context, value, start);
    };
    return {
      Program() {
        for (const { start, end, isLine } of paragraphs(context.sourceCode.getAllComments())) {
          report(context, withoutMarks(text.slice(start, end), isLine), start);
        }
      },
      Literal(node) {
        const [start = 0] = node.range ?? [];
        if (typeof node.value === "string") checkString(node, node.raw?.slice(1, -1) ?? "", start + 1);
      },
      TemplateElement(node) {
        const [start = 0] = node.range ?? [];
        checkString(node.parent, node.value.raw, start + 1);
      },
    };
  },
};

function report(context: Rule.RuleContext, text: string, start: number): void {
  const indent = text.length - text.trimStart().length;
  for (const { index, found, instead } of findings(joinLines(text.slice(indent)))) {
    const at = start + indent + index;
    context.report({
      loc: {
        start: context.sourceCode.getLocFromIndex(at),
        end: context.sourceCode.getLocFromIndex(at + found.length),
      },
      message: `"${found.replace(/\s+/g, " ")}" reads as translated: ${instead}.`,
    });
  }
}

/** A sentence continues on the next line and ends at a blank line. The length stays the same. */
function joinLines(text: string): string {
  const endings = text.replace(/\s*\n\s*\n\s*/g, (gap) => `.${" ".repeat(gap.length - 1)}`);
  return endings.replaceAll("\n", " ").trimEnd();
}

interface Paragraph {
  start: number;
  end: number;
  isLine: boolean;
}

/** Line comments on consecutive lines are one paragraph. */
function paragraphs(comments: Comment[]): Paragraph[] {
  const list: (Paragraph & { line: number; column: number })[] = [];
  for (const { type, loc, range: [start, end] = [0, 0] } of comments) {
    const { line = 0, column = 0 } = loc?.start ?? {};
    const last = list.at(-1);
    const isLine = type === "Line";
    if (isLine && last?.isLine && last.line + 1 === line && last.column === column) {
      Object.assign(last, { end, line });
    } else {
      list.push({ start, end, isLine, line, column });
    }
  }
  return list;
}

function withoutMarks(comment: string, isLine: boolean): string {
  return comment.replace(isLine ? /^[ \t]*\/\//gm : /^\/\*+|\*\/$|^[ \t]*\*(?!\/)/gm, blank);
}

function blank(found: string) {
  return " ".repeat(found.length);
}

/** The title in `it("...")`, `it.each(...)("...")` or `describe("...")`. */
function isTitle(node: Node): boolean {
  const call = "parent" in node ? node.parent : undefined;
  if (call?.type !== "CallExpression" || call.arguments[0] !== node) return false;
  let callee: { type: string } = call.callee;
  while (callee.type !== "Identifier") {
    const { object, callee: called, tag } = callee as { type: string } & Record<string, { type: string } | undefined>;
    const next = object ?? called ?? tag;
    if (!next) return false;
    callee = next;
  }
  return "name" in callee && ["it", "test", "describe"].includes(String(callee.name));
}

const markdown: Linter.Processor = {
  meta: { name: "markdown-as-comments" },
  preprocess: (text) => [
    proseOf(text)
      .split("\n")
      .map((line) => `//${line}`)
      .join("\n"),
  ],
  postprocess: ([messages = []]) =>
    messages.map((message) => ({ ...message, column: Math.max(1, message.column - 2) })),
};

/** Blanks code blocks, comments, headings, link targets and the marks of lists and tables. */
function proseOf(text: string): string {
  const withoutBlocks = text.replace(/^```[\s\S]*?^```$|<!--[\s\S]*?-->/gm, (block) => block.replace(/[^\n]/g, " "));
  return withoutBlocks.replace(/^#.*$/gm, blank).replace(/\]\([^)\s]*\)|^[ \t]*(?:[-*>]|\d+\.) |[*_|[\]]/gm, blank);
}

export const plainEnglish: ESLint.Plugin = {
  meta: { name: "plain-english" },
  rules: { sentences },
  processors: { markdown },
};
