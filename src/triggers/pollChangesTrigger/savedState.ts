/** The state that a poll begins with: that of the previous poll, or that of the initial sync before the first one. */
import type { ActionContext } from "@prismatic-io/spectral";
import { parseState, type SavedState } from "../../operations/changes/parseState";
import type { ChangesState } from "../../operations/changes/state";

type InstanceState = ActionContext["instanceState"];

/** The SDK gives the state of a polling trigger to its perform function alone. */
const syncKey = "initialSync";

interface PollingContext {
  instanceState: InstanceState;
  polling: { getState(): Record<string, unknown> };
}

export function savedState({ instanceState, polling }: PollingContext): SavedState {
  const polled = parseState(polling.getState());
  const synced = parseState((instanceState[syncKey] ?? {}) as Record<string, unknown>);
  if (synced.kind !== "valid") return polled;
  if (polled.kind === "none") return synced;
  // The table of the flow was changed, and the sync of the new one has run.
  return polled.kind === "valid" && polled.state.table === synced.state.table ? polled : synced;
}

/** Returns the state of the flow with the position at which the initial sync began. */
export function keepSyncState(
  { instanceState }: Pick<PollingContext, "instanceState">,
  state: ChangesState,
): InstanceState {
  return { ...instanceState, [syncKey]: { ...state } };
}
