/** The result of a benchmark. Ratios come first: they are comparable between machines, and milliseconds are not. */
export interface Table {
  question: string;
  columns: string[];
  rows: string[][];
}

/** Formats a table for the terminal and for Markdown. */
export function tableText({ question, columns, rows }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [`## ${question}`, "", line(columns), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join(
    "\n",
  );
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}
