/**
 * The part of the platform's component Persist Data that a flow needs to continue where it stopped. Keys and inputs
 * follow the public integrations in prismatic-io/examples and prismatic.io/docs/components/persist-data.
 */
import type { ComponentInput, RunnableAction } from "../component/component";
import type { FlowState } from "../component/context";

type State = keyof FlowState;

/** `Instance` is the flow's own state: the actions are labeled "Flow - ..." and keep their older keys. */
const scopes: { name: string; label: string; state: State }[] = [
  { name: "Execution", label: "Execution", state: "executionState" },
  { name: "Instance", label: "Flow", state: "instanceState" },
  { name: "CrossFlow", label: "Cross Flow", state: "crossFlowState" },
];

const key: ComponentInput = { key: "keyInput", label: "Key", type: "string", required: true };
const value: ComponentInput = { key: "valueInput", label: "Value", type: "data" };
const preset: ComponentInput = { key: "defaultValueInput", label: "Default Value", type: "data" };

export const persistDataActions: Record<string, RunnableAction> = Object.fromEntries(
  scopes.flatMap(({ name, label, state }) => [
    [`get${name}Value`, getValue(`${label} - Get Value`, state)],
    [`save${name}Value`, saveValue(`${label} - Save Value`, state)],
  ]),
);

function getValue(label: string, state: State): RunnableAction {
  return {
    display: { label },
    inputs: [key, preset],
    perform: async (context, { keyInput, defaultValueInput }) => ({
      data: context[state][String(keyInput)] ?? defaultValueInput,
    }),
  };
}

function saveValue(label: string, state: State): RunnableAction {
  return {
    display: { label },
    inputs: [key, value],
    perform: async (_context, { keyInput, valueInput }) => ({
      data: { value: valueInput },
      [state]: { [String(keyInput)]: valueInput },
    }),
  };
}
