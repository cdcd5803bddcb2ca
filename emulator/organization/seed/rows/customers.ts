/** Accounts, the people who work there, and leads that are not customers yet. */
import { Random } from "./random";
import { aiko, euro, jan, maria, salesTeam } from "./organization";
import { type Reference, type SeedRow, SeedWriter } from "./writer";

/** Name, city, country, industry code. Unusual characters in names are deliberate. */
const companies: [string, string, string, number][] = [
  ["Larch Ltd", "Portland", "United States", 6],
  ["O'Brien & Sons", "Cork", "Ireland", 27],
  ["Nørrebro Cykler ApS", "København", "Denmark", 32],
  ["Müller & Söhne GmbH", "München", "Germany", 12],
  ["Çelik Tekstil A.Ş.", "İstanbul", "Turkey", 22],
  ["株式会社さくら", "Osaka", "Japan", 10],
  ["100% Cotton Co.", "Austin", "United States", 22],
  ["data_bridge systems", "Tallinn", "Estonia", 7],
  ["L'Atelier d'Émile", "Lyon", "France", 9],
  ["Peña Hermanos S.A.", "Sevilla", "Spain", 2],
  ["Fjord & Fjell AS", "Bergen", "Norway", 18],
  ["Green Valley Farms", "Fresno", "United States", 2],
  ["Contoso Pharma", "Basel", "Switzerland", 11],
  ["Blue Yonder Travel", "Denver", "United States", 8],
  ["Tailspin Freight", "Rotterdam", "Netherlands", 30],
  ["Wide World Imports", "Seattle", "United States", 33],
  ["Humongous Insurance", "Hartford", "United States", 20],
  ["Margie's Bakery", "Boston", "United States", 13],
  ["Alpine Ski House", "Innsbruck", "Austria", 14],
  ["City Power & Light", "Chicago", "United States", 31],
  ["Consolidated Messenger", "London", "United Kingdom", 30],
  ["Coho Winery", "Napa", "United States", 17],
  ["Lucerne Publishing", "Luzern", "Switzerland", 3],
  ["Proseware, Inc.", "Dallas", "United States", 6],
  ["School of Fine Art", "Florence", "Italy", 9],
  ["Southridge Video", "Miami", "United States", 14],
  ["Trey Research", "Dublin", "Ireland", 7],
  ["Woodgrove Bank", "New York", "United States", 16],
  ["Łódź Elektronika", "Łódź", "Poland", 12],
  ["Ängsö Möbler AB", "Västerås", "Sweden", 25],
  ["Smith; Jones (Holdings)", "Leeds", "United Kingdom", 29],
  ['The "Quoted" Company', "Toronto", "Canada", 26],
  ["Bánh Mì Sài Gòn", "Hồ Chí Minh", "Vietnam", 13],
  ["Северный Ветер", "Almaty", "Kazakhstan", 24],
  ["Back\\slash Tools", "Ostrava", "Czechia", 12],
  ["A", "Reykjavík", "Iceland", 1],
  ["[Bracket] Labs", "Austin", "United States", 7],
  ["Emoji Café ☕", "Lisbon", "Portugal", 13],
  ["north wind traders", "Halifax", "Canada", 33],
  ["NORTH WIND TRADERS EUROPE", "Hamburg", "Germany", 33],
];

const people: [string, string, string][] = [
  ["Susanna", "Stubberod", "Purchasing Manager"],
  ["Nancy", "Anderson", "Owner"],
  ["Maria", "Campbell", "Finance Director"],
  ["Sidney", "Higa", "Buyer"],
  ["Scott", "Konersmann", "Plant Manager"],
  ["Robert", "Lyon", "CTO"],
  ["Paul", "Cannon", "Store Manager"],
  ["Rene", "Valdes", "Logistics Lead"],
  ["Jim", "Glynn", "Owner"],
  ["Thomas", "Andersen", "Purchasing Manager"],
  ["Yvonne", "McKay", "Head of Design"],
  ["Siobhán", "O'Neill", "Buyer"],
  ["François", "Lefèvre", "Finance Director"],
  ["Jürgen", "Groß", "Technician"],
  ["Ana", "Núñez", "Agronomist"],
  ["美咲", "佐藤", "Sales Assistant"],
  ["Ingrid", "Åkesson", "Buyer"],
  ["Olga", "Иванова", "Translator"],
  ["Chidi", "Okonkwo", "CTO"],
  ["Fatma", "Yılmaz", "Export Manager"],
];

const street = ["Main Street", "Harbour Road", "Station Square", "Linden Avenue", "Mill Lane"];

export interface Customers {
  accounts: Reference[];
  /** Contacts in order; those of account n are at 3n to 3n + 2. */
  contacts: Reference[];
  leads: Reference[];
}

export function seedCustomers(writer: SeedWriter): Customers {
  const random = new Random(20240108);
  const accounts = companies.map(([name, city, country, industry], index) =>
    writer.add("account", String(index), accountRow(random, index, { name, city, country, industry })),
  );
  const contacts = companies.flatMap(([name], index) =>
    [0, 1, 2].map((position) =>
      writer.add("contact", String(index * 3 + position), contactRow(random, index * 3 + position, index, name)),
    ),
  );
  const newLeads = leads(writer, random);
  for (const [index, lead] of newLeads.slice(0, 6).entries()) {
    writer.link("accountleads", { accountid: accounts[index * 2]!.id, leadid: lead.id });
    writer.link("contactleads", { contactid: contacts[index * 5]!.id, leadid: lead.id });
  }
  return { accounts, contacts, leads: newLeads };
}

interface Company {
  name: string;
  city: string;
  country: string;
  industry: number;
}

const owners = [maria, jan, aiko, salesTeam];

function accountRow(random: Random, index: number, company: Company): SeedRow {
  const inEuro = ["Germany", "Ireland", "France", "Spain", "Italy"].includes(company.country);
  const inactive = index % 13 === 12;
  const domain = `account${index + 1}.example`;
  return {
    name: company.name,
    // Every tenth has no number, as customers taken over from elsewhere have none.
    accountnumber: index % 10 === 9 ? undefined : `A-${1001 + index}`,
    address1_line1: `${random.between(1, 240)} ${random.pick(street)}`,
    address1_city: company.city,
    address1_country: company.country,
    address1_postalcode: String(random.between(10_000, 99_999)),
    ...(company.country === "United States" ? { address1_stateorprovince: random.pick(["OR", "CA", "TX", "WA"]) } : {}),
    ...(random.chance(60)
      ? {
          address1_latitude: random.between(-8999, 8999) / 100,
          address1_longitude: random.between(-17999, 17999) / 100,
        }
      : {}),
    telephone1: `555-${String(100 + index).padStart(4, "0")}`,
    fax: random.chance(30) ? `555-9${index}` : undefined,
    emailaddress1: `info@${domain}`,
    websiteurl: random.chance(70) ? `https://www.${domain}` : undefined,
    industrycode: company.industry,
    customertypecode: random.pick([3, 3, 3, 5, 8, 9]),
    accountcategorycode: random.chance(50) ? random.between(1, 2) : undefined,
    ownershipcode: random.chance(80) ? random.between(1, 4) : undefined,
    paymenttermscode: random.between(1, 4),
    numberofemployees: random.chance(85) ? random.between(1, 5000) : undefined,
    revenue: random.chance(85) ? random.between(10_000, 90_000_000) / (index % 4 === 0 ? 10_000 : 1) : undefined,
    creditlimit: random.chance(60) ? random.between(1, 500) * 1000 : undefined,
    creditonhold: random.chance(15),
    description: random.chance(50)
      ? `Customer since ${random.between(1988, 2023)}.\nDelivery on weekdays only.`
      : undefined,
    sic: random.chance(40) ? String(random.between(1000, 9999)) : undefined,
    lastusedincampaign: random.chance(30) ? `20${random.between(19, 23)}-06-15T00:00:00Z` : undefined,
    transactioncurrencyid: inEuro ? euro : undefined,
    // Three holdings with subsidiaries, one of them two levels deep.
    parentaccountid: index === 39 ? account(38) : index >= 16 && index % 8 === 0 ? account(index / 8) : undefined,
    primarycontactid: index % 7 === 6 ? undefined : contact(index * 3),
    preferredsystemuserid: random.chance(30) ? random.pick([maria, jan]) : undefined,
    ownerid: random.pick(owners),
    ...(inactive ? { statecode: 1, statuscode: 2 } : {}),
  };
}

function account(index: number): Reference {
  return SeedWriter.reference("account", String(index));
}
function contact(index: number): Reference {
  return SeedWriter.reference("contact", String(index));
}

function contactRow(random: Random, index: number, employer: number, company: string): SeedRow {
  const [firstname, lastname, jobtitle] = people[(index * 7 + (index % 3)) % people.length] ?? people[0]!;
  const middlename = random.chance(20) ? random.pick(["J.", "Maria", "van"]) : undefined;
  const year = random.between(1931, 2003);
  const fullname = [firstname, middlename, lastname].filter(Boolean).join(" ");
  const married = random.chance(50);
  return {
    firstname,
    middlename,
    lastname,
    fullname,
    jobtitle: random.chance(85) ? jobtitle : undefined,
    emailaddress1: index % 9 === 8 ? undefined : `contact${index + 1}@account${employer + 1}.example`,
    telephone1: `555-${String(2000 + index)}`,
    mobilephone: random.chance(60) ? `+1 555 ${3000 + index}` : undefined,
    birthdate: random.chance(70) ? `${year}-${two(random.between(1, 12))}-${two(random.between(1, 28))}` : undefined,
    anniversary: married ? `${year + 27}-09-${two(random.between(1, 28))}` : undefined,
    familystatuscode: married ? 2 : random.pick([1, 3, 4]),
    gendercode: random.chance(60) ? random.between(1, 2) : undefined,
    numberofchildren: random.chance(40) ? random.between(0, 4) : undefined,
    department: random.chance(50) ? random.pick(["Finance", "Purchasing", "R&D", "Operations"]) : undefined,
    creditlimit: random.chance(20) ? random.between(1, 40) * 500 : undefined,
    donotbulkemail: random.chance(25),
    donotphone: random.chance(10),
    address1_city: random.chance(70) ? companies[employer]?.[1] : undefined,
    address1_country: companies[employer]?.[2],
    description: random.chance(20) ? `Met at the fair; knows ${company} well. Likes 50% off_season offers.` : undefined,
    // Mostly a company; some report to a person, and some have no parent.
    parentcustomerid: index % 11 === 10 ? contact(index - 1) : index % 17 === 16 ? undefined : account(employer),
    ownerid: random.pick(owners),
    ...(random.chance(5) ? { statecode: 1, statuscode: 2 } : {}),
  };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function leads(writer: SeedWriter, random: Random): Reference[] {
  const topics = [
    "Interested in outdoor lighting",
    "New store furniture",
    "100% recycled packaging",
    "Service contract",
  ];
  return Array.from({ length: 24 }, (_, index) => {
    const [firstname, lastname, jobtitle] = people[(index * 3 + 1) % people.length] ?? people[0]!;
    const state = index % 4 === 3 ? 2 : index % 4 === 2 ? 1 : 0;
    const statuses = [[1, 2], [3], [4, 5, 6, 7]][state] ?? [1];
    return writer.add("lead", String(index), {
      subject: `${topics[index % topics.length]} (${index + 1})`,
      firstname,
      lastname,
      fullname: `${firstname} ${lastname}`,
      jobtitle,
      companyname: `Prospect ${String.fromCharCode(65 + index)} & Co`,
      emailaddress1: `lead${index + 1}@prospect.example`,
      telephone1: `555-${4000 + index}`,
      leadqualitycode: random.between(1, 3),
      leadsourcecode: random.chance(80) ? random.between(1, 10) : undefined,
      industrycode: random.chance(60) ? random.between(1, 33) : undefined,
      estimatedamount: random.chance(70) ? random.between(100, 90_000) : undefined,
      numberofemployees: random.chance(60) ? random.between(1, 800) : undefined,
      revenue: random.chance(40) ? random.between(1, 900) * 10_000 : undefined,
      address1_city: random.chance(60) ? random.pick(companies)[1] : undefined,
      parentaccountid: state === 1 ? account(index) : undefined,
      ownerid: random.pick(owners),
      statecode: state,
      statuscode: random.pick(statuses),
    });
  });
}
