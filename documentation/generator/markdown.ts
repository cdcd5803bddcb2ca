import path from "node:path";

/**
 * Pieces of Markdown. Texts from the manifest are plain text, so markup and MDX in them are escaped. Brackets are kept,
 * for labels such as "[CRM] Get Entity": without an address after them, they are not a link.
 */
export function plain(text: string): string {
  return text
    .replace(/[\\`*_|]/g, "\\$&")
    .replace(/&(?=#?\w+;)/g, "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("{", "&#123;")
    .replaceAll("}", "&#125;")
    .replace(/\s*\n\s*/g, " ");
}

/** A code span around any text (CommonMark, section 6.1). */
export function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

export function codeBlock(text: string, language: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** Cells are Markdown already; a vertical bar inside a code span has to be escaped too (GFM, section 4.10). */
export function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

export function cellCode(text: string): string {
  return code(text.replace(/\s*\n\s*/g, " ")).replaceAll("|", "\\|");
}

/** Applies `change` to everything but fenced code. */
function outsideFences(markdown: string, change: (line: string) => string): string {
  let isFenced = false;
  return markdown
    .split("\n")
    .map((line) => {
      if (/^\s*```/.test(line)) isFenced = !isFenced;
      return isFenced ? line : change(line);
    })
    .join("\n");
}

export function shiftHeadings(markdown: string, levels: number): string {
  return outsideFences(markdown, (line) =>
    line.replace(/^(#+) /, (_, marks: string) => `${marks}${"#".repeat(levels)} `),
  );
}

/** Relative links of a text that was written in one folder and is read in another. */
export function rebaseLinks(markdown: string, from: string, to: string): string {
  const rebase = (target: string): string => {
    if (/^([a-z]+:|#|\/)/i.test(target)) return target;
    const moved = path.posix.relative(to, path.posix.join(from, target));
    return moved.startsWith(".") ? moved : `./${moved}`;
  };
  return outsideFences(markdown, (line) =>
    line.replace(/\]\(([^)\s]+)\)/g, (_, target: string) => `](${rebase(target)})`),
  );
}
