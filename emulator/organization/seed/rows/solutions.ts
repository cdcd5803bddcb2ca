/** The solutions every environment has, under the ids they have everywhere, and a maker's own. */
import { organization } from "./organization";
import { type Reference, type SeedRow, type SeedWriter, stamp } from "./writer";

const defaultPublisher: Reference = { table: "publisher", id: "d21aab71-79e7-11dd-8874-00188b01e34f" };
const defaultSolution: Reference = { table: "solution", id: "fd140aaf-4df4-11dd-bd17-0019b9312238" };
const activeSolution: Reference = { table: "solution", id: "fd140aae-4df4-11dd-bd17-0019b9312238" };

const installed = stamp(Date.UTC(2024, 0, 8));

function solutionOf(publisher: Reference, row: SeedRow): SeedRow {
  return {
    version: "1.0",
    ismanaged: false,
    isvisible: true,
    isapimanaged: false,
    solutiontype: 0,
    installedon: installed,
    organizationid: organization,
    publisherid: publisher,
    ...row,
  };
}

export function seedSolutions(writer: SeedWriter): void {
  writer.addAs(defaultPublisher, {
    uniquename: "DefaultPublisheralderoutfitters",
    friendlyname: "Default Publisher for Alder Outfitters",
    customizationprefix: "new",
    customizationoptionvalueprefix: 10000,
    isreadonly: false,
    organizationid: organization,
  });
  const alder = writer.add("publisher", "alder", {
    uniquename: "alderoutfitters",
    friendlyname: "Alder Outfitters",
    customizationprefix: "alder",
    customizationoptionvalueprefix: 28104,
    isreadonly: false,
    organizationid: organization,
  });
  writer.addAs(
    defaultSolution,
    solutionOf(defaultPublisher, { uniquename: "Default", friendlyname: "Default Solution" }),
  );
  writer.addAs(
    activeSolution,
    solutionOf(defaultPublisher, { uniquename: "Active", friendlyname: "Active Solution", isvisible: false }),
  );
  writer.add(
    "solution",
    "customizations",
    solutionOf(alder, {
      uniquename: "AlderCustomizations",
      friendlyname: "Alder Customizations",
      version: "1.4.0.2",
      description: "What the makers of Alder Outfitters have added.",
    }),
  );
  writer.add(
    "solution",
    "events",
    solutionOf(alder, {
      uniquename: "msevtmgt_EventManagement",
      friendlyname: "Event Management",
      version: "1.1.30128.96",
      ismanaged: true,
    }),
  );
}
