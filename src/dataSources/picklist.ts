import {
  type ActionInputParameters,
  type Connection,
  dataSource,
  type Element,
  type Inputs,
} from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { mostPickerItems } from "../operations/pickers/records";
import { createSession, type DataverseClient } from "../session";

interface Picklist<Given extends Inputs> {
  label: string;
  description: string;
  /** Besides the connection, which comes first. */
  inputs?: Given;
  /** All values with their labels, or the first ones of a list that is cut. */
  list: (
    client: DataverseClient,
    params: ActionInputParameters<Given>,
  ) => Promise<Element[] | { items: Element[]; isComplete: boolean }>;
  example: Element[];
}

/** A data source that fills a list: the designer shows labels and hands the value to the input. */
export function picklist<Given extends Inputs = Record<never, never>>({
  label,
  description,
  inputs,
  list,
  example,
}: Picklist<Given>) {
  return dataSource({
    display: { label, description },
    dataSourceType: "picklist",
    inputs: { connection, ...inputs } as { connection: typeof connection } & Given,
    perform: async (context, params) => {
      // The value of a connection input is a connection: the compiler resolves that for known inputs only.
      const { connection: given, ...rest } = params as { connection: Connection } & ActionInputParameters<Given>;
      const found = await list(createSession(context, given), rest as unknown as ActionInputParameters<Given>);
      const { items, isComplete } = Array.isArray(found) ? { items: found, isComplete: true } : found;
      if (!isComplete) context.logger.warn(cutList(inputs));
      return { result: items };
    },
    examplePayload: { result: example },
  });
}

function cutList(inputs: Inputs = {}): string {
  const cut = `More than ${mostPickerItems} records match, and the first by name are listed.`;
  return "search" in inputs ? `${cut} Search narrows the list.` : cut;
}
