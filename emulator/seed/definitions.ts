/**
 * The definitions of the organization that the emulator starts with: standard tables with the names, types, lengths,
 * choices and relationships of the real ones (Microsoft: Dataverse table reference; Dynamics 365 table reference), and a
 * few custom tables of a maker. Columns of parts that the emulator does not have (service level agreements, portals,
 * territories, queues) are left out.
 */
import { assemble } from "../metadata/define";
import type { Metadata } from "../metadata/model";
import { account } from "./tables/account";
import { contact } from "./tables/contact";
import { intersectTables, manyToMany } from "./tables/intersections";
import { businessUnit, organization, role, transactionCurrency } from "./tables/organization";
import { owner, systemUser, team } from "./tables/principals";

export function seedDefinitions(): Metadata {
  return assemble({
    tables: [
      organization,
      businessUnit,
      systemUser,
      team,
      owner,
      role,
      transactionCurrency,
      account,
      contact,
      ...intersectTables,
    ],
    manyToMany: manyToMany.filter((each) => each.tables.every((name) => ["systemuser", "role", "team"].includes(name))),
    globalChoices: [],
  });
}
