import { styleText } from "node:util";

type Style = "bold" | "dim" | "green" | "red" | "yellow";

export interface Terminal {
  /** Styled only on a terminal, and without NO_COLOR (https://no-color.org). */
  style(style: Style, text: string): string;
  line(text?: string): void;
  /** Shows the running time of some work until `end` is called. */
  progress(text: string): { end(): void };
}

/** Without a terminal no line can be rewritten, so the work is reported at this interval. */
const mentionEveryMs = 10_000;
const redrawEveryMs = 250;

/** The required part of an output stream, such as `process.stdout`. */
export interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export function createTerminal(stream: Output = process.stdout, env: NodeJS.ProcessEnv = process.env): Terminal {
  const isTerminal = stream.isTTY === true;
  const hasColor = isTerminal && !env.NO_COLOR;
  let isDrawn = false;
  const erase = () => {
    if (isDrawn) stream.write("\r\u001b[2K");
    isDrawn = false;
  };
  const line = (text = "") => {
    erase();
    stream.write(`${text}\n`);
  };
  return {
    style: (style, text) => (hasColor ? styleText(style, text, { validateStream: false }) : text),
    line,
    progress(text) {
      const startedMs = performance.now();
      const show = () => {
        const timed = `${text} (${Math.floor((performance.now() - startedMs) / 1000)} s)`;
        if (!isTerminal) return line(timed);
        erase();
        stream.write(fit(timed, stream.columns));
        isDrawn = true;
      };
      const timer = setInterval(show, isTerminal ? redrawEveryMs : mentionEveryMs);
      timer.unref();
      return {
        end() {
          clearInterval(timer);
          erase();
        },
      };
    },
  };
}

/** A line longer than the terminal wraps, and a wrapped line cannot be rewritten. Some terminals report 0 columns. */
function fit(text: string, columns = 0): string {
  return columns > 0 && text.length >= columns ? text.slice(0, columns - 1) : text;
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
