/** Rows of the custom tables. */
import type { Customers } from "./customers";
import { aiko, jan, maria } from "./organization";
import { Random } from "./random";
import { type Reference, type SeedWriter, stamp } from "./writer";

export function seedCustom(writer: SeedWriter, customers: Customers): void {
  const random = new Random(100_000);
  seedProjects(writer, random, customers);
  seedEvents(writer, random);
  seedLibrary(writer, random, customers);
}

function seedProjects(writer: SeedWriter, random: Random, { accounts, contacts }: Customers): void {
  const projects: Reference[] = [];
  const names = ["Pop-up store", "Trade fair stand", "Warehouse_2", "Web shop 100%", "Ny butik på Nørrebro"];
  for (let index = 0; index < 18; index += 1) {
    const project = writer.add("new_project", String(index), {
      new_name: `${names[index % names.length]} ${index + 1}`,
      new_code: index % 6 === 5 ? undefined : `PRJ-${String(index + 1).padStart(3, "0")}`,
      // The first accounts stay without projects, so that they can be deleted.
      new_accountid: index % 6 === 5 ? undefined : accounts[10 + index],
      new_parentid: index >= 6 ? projects[Math.floor(index / 3) - 2] : undefined,
      new_leadengineer: [maria, jan, aiko][index % 3],
      new_budget: index % 5 === 4 ? undefined : random.between(100_000, 900_000_000) / 10_000,
      new_progress: random.chance(80) ? random.between(0, 100_000) / 1000 : undefined,
      new_riskscore: random.chance(70) ? random.between(-99_999_999, 99_999_999) / 100_000 : undefined,
      new_headcount: random.chance(80) ? random.between(1, 40) : undefined,
      new_priority: 100000000 + (index % 3),
      new_phase: index % 4 === 3 ? undefined : 100000000 + (index % 4),
      new_regions: [undefined, "1,9", "4", "2,3,4", "9"][index % 5],
      new_skills: [undefined, "100000000", "100000001,100000003"][index % 3],
      new_startdate: index === 3 ? "1969-07-20" : stamp(Date.UTC(2024, index, 15)).slice(0, 10),
      new_kickoff: stamp(Date.UTC(2024, index, 15, 9, 30)),
      new_golive:
        index === 3 ? "1969-07-20T20:17:40Z" : index % 4 === 2 ? undefined : stamp(Date.UTC(2025, index, 1, 22)),
      new_isbillable: index % 4 !== 0,
      new_summary: random.chance(60) ? "Built with the customer's own people.\nSecond line." : undefined,
    });
    projects.push(project);
    writer.link("new_project_contact", { new_projectid: project.id, contactid: contacts[index * 2]!.id });
    if (index % 2 === 0) {
      writer.link("new_project_contact", { new_projectid: project.id, contactid: contacts[index * 2 + 1]!.id });
    }
  }
}

function seedEvents(writer: SeedWriter, random: Random): void {
  const names = ["Outdoor Days", "Partner summit", "Tent workshop", "Webcast: 100% waterproof", "Dîner des clients"];
  for (let index = 0; index < 15; index += 1) {
    const start = Date.UTC(2024, index, 10, 9);
    writer.add("msevtmgt_event", String(index), {
      msevtmgt_name: `${names[index % names.length]} ${2024 + Math.floor(index / 12)}-${index + 1}`,
      msevtmgt_eventtype: 100000000 + (index % 5),
      msevtmgt_eventformat: random.chance(80) ? 100000000 + random.between(0, 2) : undefined,
      msevtmgt_eventstartdate: stamp(start),
      msevtmgt_eventenddate: index % 5 === 4 ? undefined : stamp(start + (index % 3) * 86_400_000 + 8 * 3_600_000),
      msevtmgt_maximumeventcapacity: random.chance(70) ? random.between(2, 60) * 10 : undefined,
      msevtmgt_description: random.chance(50) ? "Free for customers." : undefined,
      msevtmgt_publiceventurl: random.chance(50) ? `https://events.example/${index + 1}` : undefined,
      msevtmgt_showwaitlist: random.chance(30),
    });
  }
}

function seedLibrary(writer: SeedWriter, random: Random, { contacts }: Customers): void {
  const items: Reference[] = [];
  for (const [index, name] of ["Knots & Ropes", "Cooking Outdoors", "Über alle Berge", "Map Reading"].entries()) {
    items.push(
      writer.add("new_book", String(index), {
        new_name: name,
        new_callnumber: `${796 + index}.5`,
        new_pages: index === 3 ? undefined : random.between(80, 600),
      }),
    );
  }
  for (const [index, name] of ["Sounds of the Forest", "Lofoten"].entries()) {
    items.push(
      writer.add("new_audio", String(index), { new_name: name, new_audioformat: "FLAC", new_minutes: 42.5 + index }),
    );
  }
  for (const [index, item] of [...items, ...items].entries()) {
    writer.add("new_checkout", String(index), {
      new_name: `Checkout ${index + 1}`,
      new_checkeditem: index === 11 ? undefined : item,
      new_borrowerid: contacts[index * 4],
      new_dueon: stamp(Date.UTC(2024, 8, 1 + index * 3)).slice(0, 10),
      new_returnedon: index % 3 === 0 ? stamp(Date.UTC(2024, 8, index * 3, 14)) : undefined,
    });
  }
}
