import { styleText } from "node:util";

type Style = "bold" | "dim" | "green" | "red" | "yellow";

export interface Terminal {
  /** Styled only where somebody sees it: on a terminal, and without NO_COLOR (https://no-color.org). */
  style(style: Style, text: string): string;
  line(text?: string): void;
  /** Shows that something takes its time until `end` is called. */
  progress(text: string): { end(): void };
}

/** Without a terminal there is no line to rewrite, so that work this long is mentioned now and then. */
const mentionEveryMs = 10_000;
const redrawEveryMs = 250;

export function createTerminal(
  stream: NodeJS.WriteStream = process.stdout,
  env: NodeJS.ProcessEnv = process.env,
): Terminal {
  const hasColor = stream.isTTY === true && !env.NO_COLOR;
  const line = (text = "") => void stream.write(`${text}\n`);
  return {
    style: (style, text) => (hasColor ? styleText(style, text) : text),
    line,
    progress(text) {
      const startedMs = performance.now();
      const seconds = () => Math.floor((performance.now() - startedMs) / 1000);
      const draw = () => stream.write(`\r\u001b[2K${fit(`${text} (${seconds()} s)`, stream.columns)}`);
      const mention = () => line(`${text} (${seconds()} s)`);
      const timer = stream.isTTY ? setInterval(draw, redrawEveryMs) : setInterval(mention, mentionEveryMs);
      return {
        end() {
          clearInterval(timer);
          if (stream.isTTY) stream.write("\r\u001b[2K");
        },
      };
    },
  };
}

/** A line longer than the terminal wraps, and a wrapped line cannot be rewritten. */
function fit(text: string, columns: number | undefined): string {
  return columns !== undefined && text.length >= columns ? text.slice(0, columns - 1) : text;
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
