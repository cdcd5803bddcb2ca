/** Who asks, of which organization, and what the answer is to look like. */
import type { Navigation, Table } from "../../metadata/model";
import type { Store } from "../../organization/store/store";

export interface Caller {
  userId: string;
  businessUnitId: string;
  organizationId: string;
}

export interface QueryContext {
  store: Store;
  /** `http://127.0.0.1:1234/api/data/v9.2/` */
  serviceRoot: string;
  caller: Caller;
}

export interface Preferences {
  maxPageSize?: number;
  includesAnnotation(name: string): boolean;
}

/** The rows of a collection-valued navigation property of one row: `accounts(<id>)/Account_Tasks`. */
export interface RelatedTo {
  navigation: Extract<Navigation, { kind: "collection" | "manyToMany" }>;
  parentId: string;
  parentTable: Table;
}
