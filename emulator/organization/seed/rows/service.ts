/** Cases, activities of every kind with their parties, notes, and connections. */
import type { Customers } from "./customers";
import { aiko, jan, maria, serviceTeam } from "./organization";
import { Random } from "./random";
import type { Sales } from "./sales";
import { type Reference, type SeedRow, type SeedWriter, stamp } from "./writer";

const owners = [maria, jan, aiko, serviceTeam];
const hour = 3_600_000;

export function seedService(writer: SeedWriter, customers: Customers, sales: Sales): void {
  const random = new Random(112);
  const cases = seedCases(writer, random, customers, sales);
  seedTasks(writer, random, customers, sales, cases);
  seedCalls(writer, random, customers);
  seedMail(writer, random, customers);
  seedAppointments(writer, random, customers, sales);
  seedNotes(writer, customers, sales, cases);
  seedConnections(writer, customers);
}

function seedCases(writer: SeedWriter, random: Random, { accounts, contacts }: Customers, sales: Sales): Reference[] {
  const titles = [
    "Broken zipper",
    "Wrong color delivered",
    "Where's my order?",
    "Invoice 100% too high",
    "Lantern_flickers",
  ];
  const cases: Reference[] = [];
  for (let index = 0; index < 36; index += 1) {
    const position = (index * 5) % accounts.length;
    const state = index % 6 === 4 ? 1 : index % 12 === 5 ? 2 : 0;
    const statuses = [
      [1, 2, 3, 4],
      [5, 1000],
      [6, 2000],
    ][state] ?? [1];
    cases.push(
      writer.add("incident", String(index), {
        title: `${titles[index % titles.length]} (${index + 1})`,
        ticketnumber: `CAS-${String(index + 1).padStart(5, "0")}-X${(index * 7919).toString(36).toUpperCase()}`,
        customerid: index % 4 === 3 ? contacts[position * 3] : accounts[position],
        primarycontactid: random.chance(60) ? contacts[position * 3] : undefined,
        productid: random.chance(50) ? random.pick(sales.products) : undefined,
        parentcaseid: index % 10 === 9 ? cases[index - 1] : undefined,
        prioritycode: random.between(1, 3),
        caseorigincode: random.pick([1, 2, 3, 2483]),
        casetypecode: random.chance(80) ? random.between(1, 3) : undefined,
        customersatisfactioncode: state === 1 ? random.between(1, 5) : undefined,
        isescalated: random.chance(15),
        description: random.chance(60) ? "The customer called and sent a photo." : undefined,
        ownerid: random.pick(owners),
        statecode: state,
        statuscode: random.pick(statuses),
      }),
    );
  }
  return cases;
}

/** Due some working hours after a fixed Monday, so that queries by date find something on either side. */
function due(index: number): string {
  return stamp(Date.UTC(2024, 2, 4, 9) + index * 29 * hour);
}

function seedTasks(
  writer: SeedWriter,
  random: Random,
  { accounts, contacts, leads }: Customers,
  sales: Sales,
  cases: Reference[],
): void {
  const subjects = ["Send catalog", "Call back", "Prepare offer", "Check credit", "Book 50% of the hall"];
  for (let index = 0; index < 80; index += 1) {
    const kinds = [accounts, contacts, sales.opportunities, cases, leads];
    const kind = kinds[index % kinds.length]!;
    const state = index % 5 === 3 ? 1 : index % 10 === 9 ? 2 : 0;
    writer.add("task", String(index), {
      subject: `${subjects[index % subjects.length]} ${index + 1}`,
      regardingobjectid: index % 16 === 15 ? undefined : kind[(index * 3) % kind.length],
      scheduledend: due(index),
      scheduledstart: random.chance(50) ? stamp(Date.parse(due(index)) - 4 * hour) : undefined,
      actualdurationminutes: random.chance(50) ? random.between(1, 16) * 15 : undefined,
      percentcomplete: state === 1 ? 100 : random.chance(60) ? random.between(0, 9) * 10 : undefined,
      prioritycode: random.between(0, 2),
      category: random.chance(40) ? random.pick(["Sales", "Support", "Finance"]) : undefined,
      description: random.chance(40) ? "As agreed on the phone." : undefined,
      ownerid: random.pick(owners),
      statecode: state,
      statuscode: [random.pick([2, 3, 4, 7]), 5, 6][state],
      ...(state === 1 ? { actualend: due(index) } : {}),
    });
  }
}

function party(writer: SeedWriter, activity: Reference, mask: number, who: Reference | string): void {
  const address = typeof who === "string" ? { addressused: who } : { partyid: who };
  const key = `${activity.id}/${mask}/${typeof who === "string" ? who : who.id}`;
  writer.add("activityparty", key, { activityid: activity, participationtypemask: mask, ...address });
}

function seedCalls(writer: SeedWriter, random: Random, { accounts, contacts }: Customers): void {
  for (let index = 0; index < 20; index += 1) {
    const made = index % 3 === 2;
    const call = writer.add("phonecall", String(index), {
      subject: `Call about delivery ${index + 1}`,
      phonenumber: `555-${2000 + index}`,
      directioncode: index % 2 === 0,
      leftvoicemail: random.chance(20),
      regardingobjectid: accounts[index],
      scheduledend: due(index * 4),
      ownerid: random.pick(owners),
      ...(made ? { statecode: 1, statuscode: 2, actualdurationminutes: random.between(2, 40) } : {}),
    });
    party(writer, call, 1, maria);
    party(writer, call, 2, contacts[index * 3]!);
  }
}

function seedMail(writer: SeedWriter, random: Random, { accounts, contacts }: Customers): void {
  for (let index = 0; index < 16; index += 1) {
    const mail = writer.add("email", String(index), {
      subject: index === 0 ? "Your 100% guarantee & more" : `Order confirmation ${index + 1}`,
      description: "<p>Dear customer,</p><p>thank you for your order.</p>",
      directioncode: true,
      sender: "maria.okafor@alder-outfitters.example",
      torecipients: `contact${index * 3 + 1}@account${index + 1}.example;`,
      regardingobjectid: index % 4 === 3 ? undefined : accounts[index],
      ownerid: random.pick(owners),
      ...(index % 2 === 0 ? { statecode: 1, statuscode: 3, senton: due(index), actualend: due(index) } : {}),
    });
    party(writer, mail, 1, maria);
    party(writer, mail, 2, contacts[index * 3]!);
    if (index % 3 === 0) party(writer, mail, 3, `cc${index}@elsewhere.example`);
  }
}

function seedAppointments(writer: SeedWriter, random: Random, { accounts, contacts }: Customers, sales: Sales): void {
  for (let index = 0; index < 14; index += 1) {
    const start = Date.UTC(2024, 4, 6, 8) + index * 31 * hour;
    const visit = writer.add("appointment", String(index), {
      subject: `Visit ${index + 1}`,
      location: random.chance(80) ? random.pick(["Showroom", "Customer's office", "Teams"]) : undefined,
      scheduledstart: stamp(start),
      scheduledend: stamp(start + 2 * hour),
      scheduleddurationminutes: 120,
      isalldayevent: index % 7 === 6,
      regardingobjectid: index % 2 === 0 ? accounts[index] : sales.opportunities[index],
      ownerid: random.pick([maria, jan, aiko]),
      ...(index % 5 === 4 ? { statecode: 1, statuscode: 3 } : { statecode: 3, statuscode: 5 }),
    });
    party(writer, visit, 5, contacts[index * 3]!);
    party(writer, visit, 7, jan);
  }
}

function seedNotes(writer: SeedWriter, { accounts, contacts }: Customers, sales: Sales, cases: Reference[]): void {
  const parents = [accounts, contacts, sales.opportunities, cases];
  for (let index = 0; index < 40; index += 1) {
    const kind = parents[index % parents.length]!;
    const parent = kind[(index * 5) % kind.length]!;
    writer.add("annotation", String(index), {
      subject: index % 8 === 7 ? undefined : `Note ${index + 1}`,
      notetext:
        index % 5 === 4 ? undefined : `Line one of note ${index + 1}.\r\nLine two: "quoted", 50% & <b>bold</b>.`,
      objectid: parent,
      objecttypecode: parent.table,
      ...(index % 3 === 0 ? attachment(index) : { isdocument: false }),
      ownerid: [maria, jan][index % 2],
    });
  }
}

function attachment(index: number): SeedRow {
  const content = Buffer.from(`Attachment ${index + 1}\nÆøå €\n`, "utf8");
  return {
    isdocument: true,
    filename: `note-${index + 1}.txt`,
    mimetype: "text/plain",
    filesize: content.length,
    documentbody: content.toString("base64"),
  };
}

function seedConnections(writer: SeedWriter, { accounts, contacts }: Customers): void {
  const stakeholder = writer.add("connectionrole", "stakeholder", { name: "Stakeholder", category: 1000 });
  const champion = writer.add("connectionrole", "champion", { name: "Champion", category: 4 });
  for (let index = 0; index < 8; index += 1) {
    writer.add("connection", String(index), {
      name: `Connection ${index + 1}`,
      record1id: accounts[index],
      record1objecttypecode: 1,
      record1roleid: stakeholder,
      record2id: contacts[index * 3 + 4],
      record2objecttypecode: 2,
      record2roleid: champion,
      effectivestart: "2024-02-01T00:00:00Z",
      ismaster: true,
    });
  }
}
