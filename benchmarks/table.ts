/** What a benchmark answers. Ratios come first: they travel from machine to machine, and milliseconds do not. */
export interface Table {
  question: string;
  columns: string[];
  rows: string[][];
}

/** For the terminal and for Markdown alike. */
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
