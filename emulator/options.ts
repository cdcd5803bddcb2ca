import { parseArgs } from "node:util";

/** The options of the command line. */
export interface CommandOptions {
  port: number;
  file?: string;
  rows?: number;
  help: boolean;
}

export const help = `Usage: npm run --silent emulator -- [options]

Serves a Dataverse Web API on 127.0.0.1 and prints one JSON line when it is ready:
{"url","tokenUrl","clientId","clientSecret","scope"}

Options:
  --port N     Port to listen on; 0 takes any free one. Default 0.
  --data FILE  Keep the organization in this SQLite file. Default: in memory.
  --rows N     Generate N accounts besides the seed.
  --help       Show this text.
`;

const largestPort = 65_535;
/** More than this is a slip of the finger; a million rows take about half a minute. */
const mostRows = 10_000_000;

/** @throws Error with a message for the person at the terminal. */
export function parseOptions(args: string[]): CommandOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string" },
      data: { type: "string" },
      rows: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.data === "") throw new Error("--data needs the name of a file.");
  return {
    port: values.port === undefined ? 0 : wholeNumber("--port", values.port, largestPort),
    ...(values.data === undefined ? {} : { file: values.data }),
    ...(values.rows === undefined ? {} : { rows: wholeNumber("--rows", values.rows, mostRows) }),
    help: values.help ?? false,
  };
}

function wholeNumber(flag: string, text: string, largest: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= largest) return value;
  throw new Error(`${flag} takes a whole number from 0 to ${largest}, not '${text}'.`);
}
