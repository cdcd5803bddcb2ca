/**
 * The rows of a new organization: always its own (units, users, teams, currencies), on request a few hundred linked
 * sample rows, and any number of generated accounts.
 */
import type { Store } from "../store/store";
import { seedCustom } from "./rows/custom";
import { seedCustomers } from "./rows/customers";
import { seedEvents } from "./rows/events";
import { seedGeneratedAccounts } from "./rows/generatedAccounts";
import { seedOrganization } from "./rows/organization";
import { seedSales } from "./rows/sales";
import { seedService } from "./rows/service";
import { seedSolutions } from "./rows/solutions";
import { seedViews } from "./rows/views";

export interface SeedOptions {
  sample: boolean;
  /** Number of generated accounts. */
  accounts: number;
}

export function seedRows(store: Store, options: SeedOptions): void {
  const writer = seedOrganization(store);
  if (options.sample) {
    const customers = seedCustomers(writer);
    const sales = seedSales(writer, customers);
    seedService(writer, customers, sales);
    seedCustom(writer, customers);
  }
  seedEvents(store, writer);
  seedViews(writer);
  seedSolutions(writer);
  seedGeneratedAccounts(store, options.accounts);
}
