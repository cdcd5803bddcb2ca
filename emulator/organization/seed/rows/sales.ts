/** Products, price lists, competitors, and opportunities with their lines. */
import type { Customers } from "./customers";
import { euro, jan, maria, salesTeam } from "./organization";
import { Random } from "./random";
import { type Reference, SeedWriter, stamp } from "./writer";

/** Name, number, list price, cost. */
const catalog: [string, string, number, number][] = [
  ["Canvas tent, 4 persons", "P-100", 349.9, 180.25],
  ["Folding chair", "P-101", 39.5, 12.4],
  ["Camp stove", "P-102", 89, 41.1234],
  ["Trail lantern 100%", "P-103", 24.95, 9.9],
  ["Wool blanket", "P-104", 64, 30],
  ["Rope, 10 m", "P-105", 12.3456, 4.1],
  ["Water filter", "P-106", 119, 55.5],
  ["Børnesovepose", "P-107", 79.95, 33],
  ["Repair service", "P-108", 95, 60],
  ["Camp set_family", "P-109", 520, 290],
];

export interface Sales {
  opportunities: Reference[];
  products: Reference[];
}

export function seedSales(writer: SeedWriter, { accounts, contacts, leads }: Customers): Sales {
  const random = new Random(7_2024);
  const products = seedProducts(writer);
  const priceLists = seedPriceLists(writer);
  const competitors = seedCompetitors(writer);
  for (const [index, product] of products.slice(0, 5).entries()) {
    writer.link("competitorproduct", {
      competitorid: competitors[index % competitors.length]!.id,
      productid: product.id,
    });
  }
  const opportunities = Array.from({ length: 60 }, (_, index) => {
    const account = accounts[(index * 7) % accounts.length]!;
    const contact = contacts[((index * 7) % accounts.length) * 3]!;
    const opportunity = writer.add("opportunity", String(index), {
      ...opportunityFacts(random, index),
      parentaccountid: index % 9 === 8 ? undefined : account,
      parentcontactid: random.chance(70) ? contact : undefined,
      customerid: index % 9 === 8 ? contact : account,
      originatingleadid: index % 12 === 2 ? leads[index % leads.length] : undefined,
      pricelevelid: random.chance(80) ? priceLists[index % 5 === 4 ? 1 : 0] : undefined,
      ownerid: random.pick([maria, jan, salesTeam]),
    });
    seedLines(writer, random, opportunity, index, products);
    return opportunity;
  });
  for (const [index, opportunity] of opportunities.entries()) {
    if (index % 4 === 0) {
      writer.link("opportunitycompetitors", {
        opportunityid: opportunity.id,
        competitorid: competitors[index % competitors.length]!.id,
      });
    }
  }
  return { opportunities, products };
}

const titles = ["Summer season order", "Store refit", "Framework contract 100%", "Trial order", "Spring_stock"];

function opportunityFacts(random: Random, index: number) {
  // Two of three are open, the others won, lost or outsold.
  const state = index % 6 === 4 ? 1 : index % 6 === 5 ? 2 : 0;
  const status = state === 0 ? (index % 5 === 0 ? 2 : 1) : state === 1 ? 3 : random.between(4, 5);
  const estimate = random.chance(88) ? random.between(5_000, 4_000_000) / (index % 7 === 0 ? 1000 : 10) : undefined;
  const close = stamp(Date.UTC(2024, random.between(0, 17), random.between(1, 28))).slice(0, 10);
  return {
    name: `${titles[index % titles.length]} ${index + 1}`,
    estimatedvalue: estimate,
    estimatedclosedate: close,
    closeprobability: random.chance(80) ? random.between(1, 20) * 5 : undefined,
    opportunityratingcode: random.between(1, 3),
    budgetamount: random.chance(40) ? random.between(10, 900) * 100 : undefined,
    budgetstatus: random.chance(60) ? random.between(0, 3) : undefined,
    need: random.chance(50) ? random.between(0, 3) : undefined,
    purchasetimeframe: random.chance(50) ? random.between(0, 4) : undefined,
    salesstage: random.between(0, 3),
    stepname: ["1-Qualify", "2-Develop", "3-Propose", "4-Close"][index % 4],
    description: random.chance(40) ? "Asked for samples; wants delivery before the season." : undefined,
    discountpercentage: random.chance(30) ? random.between(1, 30) / 2 : undefined,
    transactioncurrencyid: index % 5 === 4 ? euro : undefined,
    statecode: state,
    statuscode: status,
    ...(state === 0 ? {} : { actualclosedate: close, actualvalue: state === 1 ? estimate : 0 }),
  };
}

function seedLines(
  writer: SeedWriter,
  random: Random,
  opportunity: Reference,
  index: number,
  products: Reference[],
): void {
  for (let line = 1; line <= index % 3; line += 1) {
    const position = (index + line * 3) % products.length;
    const [name, , price] = catalog[position]!;
    const quantity = random.between(1, 60) / (line === 2 ? 4 : 1);
    const amount = Math.round(price * quantity * 10_000) / 10_000;
    writer.add("opportunityproduct", `${index}/${line}`, {
      opportunityproductname: name,
      opportunityid: opportunity,
      productid: products[position],
      productname: name,
      producttypecode: 1,
      uomid: SeedWriter.reference("uom", "piece"),
      lineitemnumber: line,
      sequencenumber: line,
      quantity,
      priceperunit: price,
      baseamount: amount,
      extendedamount: amount,
      opportunitystatecode: index % 6 === 4 ? 1 : index % 6 === 5 ? 2 : 0,
    });
  }
}

function seedProducts(writer: SeedWriter): Reference[] {
  const schedule = writer.add("uomschedule", "default", { name: "Default Unit", baseuomname: "Piece" });
  const piece = writer.add("uom", "piece", {
    name: "Piece",
    quantity: 1,
    isschedulebaseuom: true,
    uomscheduleid: schedule,
  });
  writer.add("uom", "dozen", { name: "Dozen", quantity: 12, baseuom: piece, uomscheduleid: schedule });
  return catalog.map(([name, number, price, cost], index) =>
    writer.add("product", number, {
      name,
      productnumber: number,
      price,
      standardcost: cost,
      currentcost: cost,
      quantitydecimal: index % 3,
      quantityonhand: index % 4 === 3 ? undefined : index * 12.5,
      stockweight: index * 0.75,
      defaultuomid: piece,
      defaultuomscheduleid: schedule,
      producttypecode: index === 8 ? 3 : 1,
      productstructure: index === 9 ? 3 : 1,
      isstockitem: index !== 8,
      description: index % 2 === 0 ? `${name} for every season.` : undefined,
      validfromdate: "2024-01-01",
      ...(index === 7 ? { statecode: 1, statuscode: 2 } : {}),
    }),
  );
}

function seedPriceLists(writer: SeedWriter): Reference[] {
  return [
    writer.add("pricelevel", "usd", { name: "Retail US", begindate: "2024-01-01", enddate: "2026-12-31" }),
    writer.add("pricelevel", "eur", { name: "Retail Europe", begindate: "2024-01-01", transactioncurrencyid: euro }),
  ];
}

function seedCompetitors(writer: SeedWriter): Reference[] {
  const facts: [string, number | undefined, number][] = [
    ["Adventure Works", 48_000_000, 32.5],
    ["Graphic Design Institute", undefined, 4.25],
    ["Fabrikam Outdoor", 9_500_000.5, 12],
    ["Fourth Coffee", 1_200_000, 0.75],
  ];
  return facts.map(([name, reportedrevenue, winpercentage]) =>
    writer.add("competitor", name, {
      name,
      reportedrevenue,
      winpercentage,
      reportingyear: 2023,
      strengths: "Fast delivery.",
      websiteurl: `https://${name.toLowerCase().replaceAll(" ", "-")}.example`,
    }),
  );
}
