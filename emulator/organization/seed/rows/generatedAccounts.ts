/** Any number of accounts for paging, counting and load: `Seeded account 000001` and so on. */
import { sqlName } from "../../store/naming";
import type { SqlValue } from "../../store/database";
import type { Store } from "../../store/store";
import { europeUnit, jan, maria, rootUnit, usDollar } from "./organization";
import { Random } from "./random";
import { defaultsOf, stamp } from "./writer";

const cities = ["Aarhus", "Boston", "Çanakkale", "Denver", "Évora", "Fresno", "Göteborg", "Houston"];
const start = Date.UTC(2023, 0, 1);
const minute = 60_000;

export function seedGeneratedAccounts(store: Store, count: number): void {
  if (count === 0) return;
  const account = store.catalog.table("account");
  if (!account) throw new Error("There is no table account to fill.");
  const example = accountRow(new Random(1), 1, 0);
  // Values that are equal in every row are part of the statement, because binding takes most of the time.
  const defaults = Object.entries(defaultsOf(account)).filter(([name]) => !(name in example));
  const names = [...Object.keys(example), ...defaults.map(([name]) => name)];
  const values = [...Object.keys(example).map(() => "?"), ...defaults.map(([, value]) => String(Number(value)))];
  const sql = `INSERT INTO account (${names.map(sqlName).join(", ")}) VALUES (${values.join(", ")})`;
  const random = new Random(42);
  const version = store.takeVersions(count);
  store.database.transaction(() => {
    for (let number = 1; number <= count; number += 1) {
      store.database.run(sql, Object.values(accountRow(random, number, version + number - 1)));
    }
  });
}

/** The keys come in one order always: the statement is prepared once for all rows. */
function accountRow(random: Random, number: number, version: number): Record<string, SqlValue> {
  const digits = String(number).padStart(6, "0");
  const createdOn = stamp(start + number * minute);
  const city = random.pick(cities);
  const revenue = random.chance(80) ? random.between(1_000, 90_000_000) / 100 : null;
  const owner = number % 3 === 0 ? jan : maria;
  return {
    accountid: `5eed0000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`,
    name: `Seeded account ${digits}`,
    accountnumber: `S-${digits}`,
    address1_city: city,
    address1_composite: city,
    address1_country: number % 5 === 0 ? null : "Nowhere",
    creditonhold: Number(random.chance(20)),
    donotbulkemail: Number(random.chance(30)),
    emailaddress1: number % 4 === 0 ? null : `account-${digits}@seeded.example`,
    industrycode: random.chance(90) ? random.between(1, 33) : null,
    numberofemployees: random.chance(80) ? random.between(1, 20_000) : null,
    revenue,
    revenue_base: revenue,
    transactioncurrencyid: usDollar.id,
    exchangerate: 1,
    telephone1: `555-${digits}`,
    websiteurl: number % 6 === 0 ? null : `https://seeded-${digits}.example`,
    customertypecode: random.between(1, 12),
    statecode: number % 20 === 0 ? 1 : 0,
    statuscode: number % 20 === 0 ? 2 : 1,
    createdon: createdOn,
    modifiedon: stamp(start + number * minute + random.between(0, 400) * 24 * 60 * minute),
    createdby: maria.id,
    modifiedby: owner.id,
    owninguser: owner.id,
    owningbusinessunit: (owner === jan ? europeUnit : rootUnit).id,
    versionnumber: version,
    ownerid: owner.id,
    "ownerid#type": "systemuser",
  };
}
