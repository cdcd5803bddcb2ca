import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { Choice, Table } from "../metadata/model";
import type { Store } from "../organization/store/store";
import type { StoredRow } from "./rows";

/**
 * statecode and statuscode are one pair: a state given alone brings its default status, a status given alone must
 * belong to the row's state ([StateTransitions], [UpdateRow]).
 *
 * @returns the pair to store, or nothing when neither column is written.
 * @throws ServiceError 400 0x80048408 when the two do not belong together.
 */
export function stateAndStatus(
  store: Store,
  table: Table,
  current: StoredRow | undefined,
  change: StoredRow,
): StoredRow {
  const stateColumn = table.columns.get("statecode");
  const statusColumn = table.columns.get("statuscode");
  if (stateColumn === undefined || statusColumn === undefined) return {};
  const isWritten = change["statecode"] !== undefined || change["statuscode"] !== undefined;
  if (current !== undefined && !isWritten) return {};

  const states = store.catalog.choices(stateColumn);
  const statuses = store.catalog.choices(statusColumn);
  const currentState = current?.["statecode"] ?? stateColumn.defaultValue ?? states[0]?.value ?? 0;
  const state = Number(change["statecode"] ?? currentState);
  const keepsStatus = current !== undefined && Number(currentState) === state;
  const status = Number(
    change["statuscode"] ?? (keepsStatus ? current["statuscode"] : undefined) ?? defaultStatus(states, statuses, state),
  );
  if (!statuses.some((choice) => choice.value === status && choice.state === state)) {
    throw invalidPair(table, states, state, status);
  }
  return { statecode: state, statuscode: status };
}

function defaultStatus(states: Choice[], statuses: Choice[], state: number): number {
  const declared = states.find((choice) => choice.value === state)?.defaultStatus;
  return declared ?? statuses.find((choice) => choice.state === state)?.value ?? -1;
}

function invalidPair(table: Table, states: Choice[], state: number, status: number): ServiceError {
  const name = states.find((choice) => choice.value === state)?.invariantName ?? String(state);
  return new ServiceError(
    errors.InvalidStateCodeStatusCode,
    `${status} is not a valid status code for state code ${table.schemaName}State.${name} on ${table.logicalName}.`,
  );
}
