import { choice, customer, mirror, money, owner, text, to, uniqueId } from "../../metadata/columns";
import { assemble } from "../../metadata/define";
import { Database } from "./database";
import { createSchema, housekeepingTables } from "./schema";

const metadata = assemble({
  tables: [
    {
      schemaName: "new_firm",
      entitySetName: "new_firms",
      displayName: ["Firm", "Firms"],
      objectTypeCode: 10100,
      primaryId: "new_firmId",
      primaryName: "new_Name",
      keys: { new_codeandtown: ["new_Code", "new_Town"] },
      columns: [
        uniqueId("new_firmId", "Firm"),
        text("new_Name", "Name"),
        text("new_Code", "Code"),
        text("new_Town", "Town"),
        money("new_Worth", "Worth"),
        choice("new_Size", "Size", { 1: "Small" }),
        owner("owner_new_firm"),
        customer("new_BuyerId", "Buyer", [to("new_firm", "new_firm_buyer"), to("owner", "new_owner_buyer")]),
        mirror("new_BuyerFirmId", "Buyer firm", "new_buyerid", "new_firm"),
      ],
    },
    {
      schemaName: "Owner",
      entitySetName: "owners",
      displayName: ["Owner", "Owners"],
      objectTypeCode: 7,
      primaryId: "OwnerId",
      unionOf: {
        members: [{ table: "new_firm", columns: { ownerid: "new_firmid", name: "new_name" } }],
        memberColumn: "kind",
      },
      columns: [uniqueId("OwnerId", "Owner"), text("Name", "Name"), text("Kind", "Kind")],
    },
  ],
  manyToMany: [],
  globalChoices: [],
});

describe("The schema of a definition", () => {
  let database: Database;

  beforeEach(() => {
    database = new Database();
    database.exec([housekeepingTables, ...createSchema(metadata)].join(";"));
  });

  afterEach(() => database.close());

  const columns = (table: string): unknown =>
    Object.fromEntries(database.all(`PRAGMA table_xinfo("${table}")`).map((row) => [row["name"], row["type"]]));

  it("has a column per stored definition, under its logical name, and the type beside a lookup to several tables", () => {
    expect(columns("new_firm")).toEqual({
      new_firmid: "TEXT",
      new_name: "TEXT",
      new_code: "TEXT",
      new_town: "TEXT",
      new_worth: "REAL",
      new_worth_base: "REAL",
      new_size: "INTEGER",
      ownerid: "TEXT",
      "ownerid#type": "TEXT",
      new_buyerid: "TEXT",
      "new_buyerid#type": "TEXT",
      new_buyerfirmid: "TEXT",
    });
  });

  it("compares text without regard to case, and no two rows have equal alternate keys", () => {
    const add = (id: string, code: string | null, town: string | null): number =>
      database.run("INSERT INTO new_firm (new_firmid, new_code, new_town) VALUES (?, ?, ?)", [id, code, town]);
    add("1", "a", "Oslo");
    expect(() => add("2", "A", "oslo")).toThrow(/UNIQUE/);
    add("3", "a", "Bergen");
    expect(database.get("SELECT count(*) AS n FROM new_firm WHERE new_code = 'A'")).toEqual({ n: 2 });
  });

  it("lets any number of rows be without a part of the key", () => {
    for (const id of ["1", "2"]) {
      database.run("INSERT INTO new_firm (new_firmid, new_code, new_town) VALUES (?, 'a', NULL)", [id]);
    }
    expect(database.get("SELECT count(*) AS n FROM new_firm")).toEqual({ n: 2 });
  });

  it("lets a mirrored lookup follow its source while that points at the right table", () => {
    const set = `UPDATE new_firm SET new_buyerid = ?, "new_buyerid#type" = ?`;
    database.run("INSERT INTO new_firm (new_firmid) VALUES ('1')");
    database.run(set, ["x", "new_firm"]);
    expect(database.get("SELECT new_buyerfirmid AS firm FROM new_firm")).toEqual({ firm: "x" });
    database.run(set, ["x", "owner"]);
    expect(database.get("SELECT new_buyerfirmid AS firm FROM new_firm")).toEqual({ firm: null });
  });

  it("shows the rows of its members in a base table, with the member's name", () => {
    database.run("INSERT INTO new_firm (new_firmid, new_name) VALUES ('1', 'One')");
    expect(database.all("SELECT * FROM owner")).toEqual([{ ownerid: "1", name: "One", kind: "new_firm" }]);
  });
});
