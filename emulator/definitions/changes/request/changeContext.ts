import type { Store } from "../../../organization/store/store";

/** The properties of the request that every change of definitions needs. */
export interface ChangeContext {
  store: Store;
  /** Ids of new definitions. */
  newId: () => string;
  /** `MSCRM.MergeLabels: true`: labels in languages that the body leaves out stay. */
  mergesLabels: boolean;
}

/** As `CreatedOn` and `ModifiedOn` of a definition show it. */
export function instantOf({ store }: ChangeContext): string {
  return `${store.now().toISOString().slice(0, 19)}Z`;
}
