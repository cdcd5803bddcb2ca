/**
 * The definitions of the organization that the emulator starts with: standard tables with the names, types, lengths,
 * choices and relationships of the real ones (Microsoft: Dataverse table reference; Dynamics 365 table reference), and
 * a few custom tables of a maker. Columns of parts that the emulator does not have (service level agreements, portals,
 * territories, queues) are left out.
 */
import { assemble } from "../../metadata/define";
import type { Metadata } from "../../metadata/model";
import { account } from "./tables/account";
import { activityParty, activityPointer, appointment, email, phoneCall, task } from "./tables/activities";
import { contact } from "./tables/contact";
import { audio, book, checkout, event, globalChoices, project } from "./tables/custom";
import {
  pluginType,
  sdkMessage,
  sdkMessageFilter,
  sdkMessageProcessingStep,
  sdkMessageProcessingStepImage,
  serviceEndpoint,
} from "./tables/events";
import { incident } from "./tables/incident";
import { intersectTables, manyToMany } from "./tables/intersections";
import { lead } from "./tables/lead";
import { annotation, connection, connectionRole } from "./tables/notes";
import { businessUnit, organization, role, transactionCurrency } from "./tables/organization";
import { owner, systemUser, team } from "./tables/principals";
import { competitor, opportunity, opportunityProduct, priceLevel, product, uom, uomSchedule } from "./tables/sales";
import { publisher, solution } from "./tables/solutions";
import { asyncOperation } from "./tables/systemJobs";
import { savedQuery, userQuery } from "./tables/views";

const tables = [
  [account, contact, lead, opportunity, opportunityProduct, competitor, incident],
  [task, phoneCall, email, appointment, activityPointer, activityParty, annotation, connection, connectionRole],
  [product, priceLevel, uom, uomSchedule],
  [organization, businessUnit, systemUser, team, owner, role, transactionCurrency],
  [sdkMessage, sdkMessageFilter, serviceEndpoint, pluginType, sdkMessageProcessingStep, sdkMessageProcessingStepImage],
  [asyncOperation],
  [savedQuery, userQuery],
  [publisher, solution],
  [project, event, checkout, book, audio],
].flat();

export function seedDefinitions(): Metadata {
  return assemble({ tables: [...tables, ...intersectTables], manyToMany, globalChoices });
}
