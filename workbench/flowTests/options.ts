import { parseArgs } from "node:util";
import { UsageError } from "../commandLine/options";

export interface FlowTestCommand {
  help: boolean;
  files: string[];
  /** Only tests whose names contain this. */
  name?: string;
  showSteps: boolean;
  /** A module whose default export is the component. */
  componentFile?: string;
}

export const help = `Tests low-code flows against an emulator of the Dataverse Web API on this machine.

Usage: npm run test:flow [--] [options] FILE...

  FILE               tests as YAML or JSON; of a folder, everything named *.flowtest.yml, .yaml or .json
  --name TEXT        only tests whose names contain TEXT
  --steps            show each step as it happens
  --component FILE   run the flows through this module instead of the built component (dist/index.js)
  --help             show this text

Ends with status 0 when all tests passed, 1 when a test failed or cannot run, 2 when the command line is not valid.
examples/README.md describes the files.`;

/** @throws UsageError for an unknown flag, a missing value, or no file. */
export function parseFlowTestOptions(args: string[]): FlowTestCommand {
  const { values, positionals } = parse(args);
  if (positionals.length === 0 && values.help !== true) {
    throw new UsageError(
      "Which tests? Give a file, such as tests/examples/flowTests/order-to-account.flowtest.yml, or --help.",
    );
  }
  return {
    help: values.help ?? false,
    files: positionals,
    showSteps: values.steps ?? false,
    ...(values.name !== undefined && { name: values.name }),
    ...(values.component !== undefined && { componentFile: values.component }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        help: { type: "boolean" },
        steps: { type: "boolean" },
        name: { type: "string" },
        component: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
