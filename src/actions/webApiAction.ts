import {
  action,
  type ActionInputParameters,
  type Connection,
  type Inputs,
  PerformSafety,
} from "@prismatic-io/spectral";
import type { connection } from "../inputs/connection";
import type { JsonSchema } from "../outputs/jsonSchema";
import { createSession, type DataverseClient } from "../session";

/**
 * The common part of all actions: a client for the step's connection, one operation, and its result as the step's
 * `data`. An action is a `readAction` or a `writeAction`; the designer may run only the former on its own.
 */
type ConnectedInputs = Inputs & { connection: typeof connection };

/** Cleaned values of all inputs but the connection, which has become the client. */
type Params<Given extends ConnectedInputs> = Omit<ActionInputParameters<Given>, "connection">;

interface ReadAction<Given extends ConnectedInputs, Data> {
  label: string;
  description: string;
  /** In the order of the designer. */
  inputs: Given;
  perform: (client: DataverseClient, params: Params<Given>) => Promise<Data>;
  /** Written by `npm run docs`: the data of the action's example call in `tests/actions`. */
  example: unknown;
  /** The form of the data, which later steps refer to before this one has run. */
  output: JsonSchema;
}

interface WriteAction<Given extends ConnectedInputs, Data> extends ReadAction<Given, Data> {
  /** The data that the designer shows until the flow has run; without it, the example. */
  examplePerform?: (params: Params<Given>) => unknown;
}

/** An action that changes nothing for any inputs: the designer runs it to show its data. */
export function readAction<Given extends ConnectedInputs, Data>(definition: ReadAction<Given, Data>) {
  return webApiAction(definition, PerformSafety.SAFE);
}

export function writeAction<Given extends ConnectedInputs, Data>(definition: WriteAction<Given, Data>) {
  return webApiAction(definition, PerformSafety.NOT_ALLOWED);
}

function webApiAction<Given extends ConnectedInputs, Data>(
  { label, description, inputs, perform, examplePerform, example, output }: WriteAction<Given, Data>,
  performSafety: PerformSafety,
) {
  return action({
    display: { label, description },
    inputs,
    perform: async (context, params) => {
      // The value of a connection input is a connection: the compiler resolves that for known inputs only.
      const { connection: given, ...rest } = params as Params<Given> & { connection: Connection };
      return { data: await perform(createSession(context, given), rest as Params<Given>) };
    },
    ...(examplePerform && {
      examplePerform: async (_context: unknown, params: ActionInputParameters<Given>) => ({
        data: examplePerform(params) as Data,
      }),
    }),
    performSafety,
    examplePayload: { data: example as Data },
    outputSchema: { type: "actionOutput", schema: output },
  });
}
