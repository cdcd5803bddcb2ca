/**
 * The rows of a new organization: always its own (units, users, teams, currencies), on request a few hundred linked
 * sample rows, and any number of generated accounts.
 */
import type { Store } from "../store/store";
import { seedOrganization } from "./rows/organization";

export interface SeedOptions {
  sample: boolean;
  /** Number of generated accounts. */
  accounts: number;
}

export function seedRows(store: Store, options: SeedOptions): void {
  const writer = seedOrganization(store);
  void options;
  void writer;
}
