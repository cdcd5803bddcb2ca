import { parseArgs } from "node:util";

/** The command line is not valid; the message names the change to make. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface Options {
  help: boolean;
  once: boolean;
  flowFile: string;
  flowName?: string;
  payloadFile?: string;
  configVars: Record<string, string>;
}

export const defaultFlowFile = "examples/order-to-account.yml";

export const help = `Runs a low-code flow through the built component (dist/index.js), against an emulator of the
Dataverse Web API on this machine or against a real organization.

Usage: npm start -- [options]

  --flow FILE         the integration to run, as YAML (default: ${defaultFlowFile})
  --flow-name NAME    which of its flows (default: the first)
  --payload FILE      body of the request that starts the flow; a file named *.request.yml or *.request.json
                      holds the complete request: body, headers, queryParameters, contentType, pathFragment
                      (default: X.payload.json or X.request.yml beside the flow X.yml, if one exists)
  --set "KEY=VALUE"   value of a config variable; may be repeated (default: the integration's own, or, with the
                      emulator, the first choice of its data source)
  --once              end after the run: status 0 if all went well, 1 if not
  --help              show this text

A real organization is used when all four of these are set: DYNAMICS_URL, DYNAMICS_TOKEN_URL, DYNAMICS_CLIENT_ID and
DYNAMICS_CLIENT_SECRET. The access token is fetched by client credentials and kept in memory only.`;

/** @throws UsageError for an unknown flag or a missing value. */
export function parseOptions(args: string[]): Options {
  const { values } = parse(args);
  return {
    help: values.help ?? false,
    once: values.once ?? false,
    flowFile: values.flow ?? defaultFlowFile,
    ...(values["flow-name"] !== undefined && { flowName: values["flow-name"] }),
    ...(values.payload !== undefined && { payloadFile: values.payload }),
    configVars: Object.fromEntries((values.set ?? []).map(assignment)),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: false,
      options: {
        help: { type: "boolean" },
        once: { type: "boolean" },
        flow: { type: "string" },
        "flow-name": { type: "string" },
        payload: { type: "string" },
        set: { type: "string", multiple: true },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function assignment(text: string): [string, string] {
  const separator = text.indexOf("=");
  if (separator < 1) throw new UsageError(`--set takes "KEY=VALUE", not "${text}".`);
  return [text.slice(0, separator), text.slice(separator + 1)];
}
