/** The rows no organization is without: itself, units, currencies, roles, users and teams. */
import { namedGuid } from "../../../metadata/ids";
import { applicationUsers } from "./applicationUsers";
import type { Store } from "../../store/store";
import { type Reference, SeedWriter } from "./writer";

function at(table: string, id: string): Reference {
  return { table, id };
}

export const organization = at("organization", "0a6a0001-0000-4000-8000-000000000001");
export const rootUnit = at("businessunit", "b0510001-0000-4000-8000-000000000001");
export const europeUnit = at("businessunit", "b0510002-0000-4000-8000-000000000002");
export const usDollar = at("transactioncurrency", "cc000001-0000-4000-8000-000000000001");
export const euro = at("transactioncurrency", "cc000002-0000-4000-8000-000000000002");
export const salesTeam = at("team", "7ea30001-0000-4000-8000-000000000001");
export const serviceTeam = at("team", "7ea30002-0000-4000-8000-000000000002");

/** Interactive users. */
export const maria = at("systemuser", "05e50001-0000-4000-8000-000000000001");
export const jan = at("systemuser", "05e50002-0000-4000-8000-000000000002");
export const aiko = at("systemuser", "05e50003-0000-4000-8000-000000000003");

const administrator = at("role", "401e0001-0000-4000-8000-000000000001");
const salesperson = at("role", "401e0002-0000-4000-8000-000000000002");

const inEurope = new Set([jan.id, serviceTeam.id]);

/** Writes these rows and hands back the writer for the rest. */
export function seedOrganization(store: Store): SeedWriter {
  const unitOf = (owner: Reference): string => (inEurope.has(owner.id) ? europeUnit : rootUnit).id;
  const writer = new SeedWriter(store, maria, unitOf, usDollar);
  currencies(writer);
  writer.addAs(organization, organizationRow);
  units(writer);
  roles(writer);
  people(writer);
  applications(writer);
  teams(writer);
  return writer;
}

const organizationRow = {
  name: "Alder Outfitters",
  basecurrencyid: usDollar,
  basecurrencyprecision: 2,
  basecurrencysymbol: "$",
  currencydisplayoption: 0,
  currencysymbol: "$",
  dateformatstring: "M/d/yyyy",
  decimalsymbol: ".",
  expirechangetrackingindays: 30,
  languagecode: 1033,
  localeid: 1033,
  maxuploadfilesize: 5_242_880,
  numberformat: "us",
  numbergroupformat: "3",
  numberseparator: ",",
  pricingdecimalprecision: 2,
  schemanameprefix: "new",
  timeformatstring: "h:mm tt",
  timeseparator: ":",
  weekstartdaycode: 0,
};

function currencies(writer: SeedWriter): void {
  const facts = { currencyprecision: 2, organizationid: organization.id };
  writer.addAs(usDollar, {
    ...facts,
    currencyname: "US Dollar",
    currencysymbol: "$",
    isocurrencycode: "USD",
    exchangerate: 1,
  });
  writer.addAs(euro, {
    ...facts,
    currencyname: "Euro",
    currencysymbol: "€",
    isocurrencycode: "EUR",
    exchangerate: 0.92,
  });
}

function units(writer: SeedWriter): void {
  const facts = { organizationid: organization.id };
  writer.addAs(rootUnit, { ...facts, name: "Alder Outfitters", divisionname: "Headquarters" });
  writer.addAs(europeUnit, {
    ...facts,
    name: "Alder Outfitters Europe",
    divisionname: "Europe",
    costcenter: "EU-200",
    parentbusinessunitid: rootUnit,
    transactioncurrencyid: euro,
    address1_city: "København",
    address1_country: "Denmark",
  });
}

function roles(writer: SeedWriter): void {
  const facts = { businessunitid: rootUnit, organizationid: organization.id, isinherited: 1 };
  writer.addAs(administrator, { ...facts, name: "System Administrator", parentrootroleid: administrator });
  writer.addAs(salesperson, { ...facts, name: "Salesperson", parentrootroleid: salesperson });
}

function people(writer: SeedWriter): void {
  const users: [Reference, string, string, string, object][] = [
    [maria, "Maria", "Okafor", "maria.okafor", { jobtitle: "Sales Director" }],
    [jan, "Jan", "Sørensen", "jan.soerensen", { jobtitle: "Account Manager", parentsystemuserid: maria }],
    [aiko, "Aiko", "Tanaka", "aiko.tanaka", { jobtitle: "Support Engineer", parentsystemuserid: maria }],
  ];
  for (const [reference, firstname, lastname, mailbox, more] of users) {
    const address = `${mailbox}@alder-outfitters.example`;
    writer.addAs(reference, {
      firstname,
      lastname,
      fullname: `${firstname} ${lastname}`,
      domainname: address,
      internalemailaddress: address,
      windowsliveid: address,
      azureactivedirectoryobjectid: namedGuid(`person/${mailbox}`),
      businessunitid: inEurope.has(reference.id) ? europeUnit : rootUnit,
      organizationid: organization.id,
      accessmode: 0,
      caltype: 7,
      islicensed: true,
      deletedstate: 0,
      ...more,
    });
    writer.link("systemuserroles", {
      systemuserid: reference.id,
      roleid: (reference === maria ? administrator : salesperson).id,
    });
  }
}

function applications(writer: SeedWriter): void {
  for (const application of Object.values(applicationUsers)) {
    const address = `${application.clientId}@alder-outfitters.example`;
    writer.addAs(at("systemuser", application.userId), {
      lastname: application.name,
      fullname: application.name,
      domainname: address,
      internalemailaddress: address,
      applicationid: application.clientId,
      azureactivedirectoryobjectid: application.objectId,
      businessunitid: rootUnit,
      organizationid: organization.id,
      accessmode: 4,
      caltype: 0,
      isdisabled: application.isDisabled,
      deletedstate: 0,
    });
    if (application.hasRole) {
      writer.link("systemuserroles", { systemuserid: application.userId, roleid: administrator.id });
    }
  }
}

function teams(writer: SeedWriter): void {
  const facts = { organizationid: organization.id, teamtype: 0, membershiptype: 0, systemmanaged: false };
  writer.addAs(salesTeam, {
    ...facts,
    name: "Key accounts",
    description: "Customers that several people look after together.",
    administratorid: maria,
    businessunitid: rootUnit,
  });
  writer.addAs(serviceTeam, {
    ...facts,
    name: "Service Europe",
    administratorid: jan,
    businessunitid: europeUnit,
    emailaddress: "service.eu@alder-outfitters.example",
  });
  for (const [team, member] of [
    [salesTeam, maria],
    [salesTeam, aiko],
    [serviceTeam, jan],
    [serviceTeam, aiko],
  ] as const) {
    writer.link("teammembership", { teamid: team.id, systemuserid: member.id });
  }
  writer.link("teamroles", { teamid: salesTeam.id, roleid: salesperson.id });
}
