import fc from "fast-check";
import { ODataSyntaxError, parseReference, parseResourcePath } from ".";

const id = "11111111-2222-4333-8444-555555555501";
const guid = { kind: "literal", literal: { type: "guid", value: id } };
function string(value: string) {
  return { kind: "literal", literal: { type: "string", value } };
}

function errorOf(path: string): ODataSyntaxError {
  try {
    parseResourcePath(path);
  } catch (error) {
    if (error instanceof ODataSyntaxError) return error;
    throw error;
  }
  throw new Error(`No error for ${path}`);
}

describe("paths", () => {
  test.each([
    ["", []],
    ["accounts", ["accounts"]],
    ["accounts/", ["accounts"]],
    ["accounts/$count", ["accounts", "$count"]],
    [`accounts(${id})/name/$value`, ["accounts", "name", "$value"]],
    [`accounts(${id})/Account_Tasks/$ref`, ["accounts", "Account_Tasks", "$ref"]],
    [`accounts(${id})/Microsoft.Dynamics.CRM.Op`, ["accounts", "Microsoft.Dynamics.CRM.Op"]],
    ["$metadata", ["$metadata"]],
    ["$1/Account_Tasks", ["$1", "Account_Tasks"]],
    ["accounts/no%20such-thing", ["accounts", "no such-thing"]],
  ])("splits %s", (path, names) => {
    expect(parseResourcePath(path).segments.map(({ name }) => name)).toEqual(names);
  });

  test("reads keys of one and of several columns", () => {
    expect(parseResourcePath(`accounts(${id})`).segments).toMatchObject([{ key: { kind: "simple", value: guid } }]);
    expect(parseResourcePath(`x(_parentid_value=${id},code='7',n=-1,d=2023-01-02T00:00:00Z)`).segments).toMatchObject([
      {
        key: {
          kind: "compound",
          parts: [
            { name: "_parentid_value", value: guid },
            { name: "code", value: string("7") },
            { name: "n", value: { literal: { type: "number", text: "-1" } } },
            { name: "d", value: { literal: { type: "dateTimeOffset", text: "2023-01-02T00:00:00Z" } } },
          ],
        },
      },
    ]);
  });

  test.each([
    ["accounts(accountnumber='A%2F1')", "A/1"],
    ["accounts(accountnumber=%27O%27%27Neil%27)", "O'Neil"],
    ["accounts%28accountnumber='a+b'%29", "a+b"],
    ["accounts(accountnumber='a%2Bb%20c')", "a+b c"],
    ["accounts(accountnumber='(x),y=1')", "(x),y=1"],
    ["accounts(accountnumber='100%25')", "100%"],
  ])("decodes the key of %s once", (path, value) => {
    expect(parseResourcePath(path).segments).toMatchObject([{ key: { parts: [{ value: string(value) }] } }]);
  });

  test("fills both readings of named values, which only a schema can distinguish", () => {
    const [segment] = parseResourcePath("RetrieveVersion(Edition='A-1')").segments;
    expect(segment?.parameters).toEqual(segment?.key?.kind === "compound" ? segment.key.parts : undefined);
  });

  test("reads the parameters of functions", () => {
    const path = `CalculateRollupField(Target={'@odata.id':'accounts(${id})'},FieldName=@f,Names=["a","b"])`;
    expect(parseResourcePath(path).segments).toEqual([
      {
        name: "CalculateRollupField",
        at: 0,
        parameters: [
          { name: "Target", at: 21, value: { kind: "json", value: { "@odata.id": `accounts(${id})` }, at: 28 } },
          expect.objectContaining({
            name: "FieldName",
            value: expect.objectContaining({ kind: "alias", name: "f" }) as unknown,
          }),
          expect.objectContaining({ name: "Names", value: expect.objectContaining({ kind: "list" }) as unknown }),
        ],
      },
    ]);
    expect(parseResourcePath("WhoAmI()").segments).toEqual([{ name: "WhoAmI", at: 0, parameters: [] }]);
    expect(parseResourcePath("accounts/Microsoft.Dynamics.CRM.F(a=1)").segments[1]).not.toHaveProperty("key");
  });

  test.each([
    ["accounts(accountnumber='a/b')", 25],
    ["accounts('open", 14],
    ["accounts(x=name)", 15],
    ["accounts(1;2)", 10],
    [`accounts(${id})x`, 46],
    [`accounts(${id})/Account_Tasks/$ref/$count`, 65],
    ["a//b", 2],
    [".accounts", 0],
    ["%61ccounts('%C3%A9", 18],
  ])("refuses %s at %d", (path, at) => {
    expect(errorOf(path).at).toBe(at);
  });

  test("round-trips every string in a key", () => {
    const wellFormed = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(wellFormed, (value) => {
        const path = `accounts(accountnumber='${encodeURIComponent(value.replaceAll("'", "''"))}')`;
        expect(parseResourcePath(path).segments).toMatchObject([{ key: { parts: [{ value: string(value) }] } }]);
      }),
    );
  });
});

describe("references", () => {
  test.each([
    `contacts(${id})`,
    `/contacts(${id})`,
    `/api/data/v9.2/contacts(${id})`,
    `https://demo.crm.dynamics.com/api/data/v9.2/contacts(${id})`,
    `http://127.0.0.1:1234/api/data/v9.0/contacts(${id})`,
  ])("finds the row in %s", (reference) => {
    const at = reference.indexOf("contacts");
    expect(parseReference(reference).segments).toEqual([
      { name: "contacts", at, key: { kind: "simple", value: { ...guid, at: at + 9 }, at: at + 8 } },
    ]);
  });

  test("reads alternate keys and references into the same change set", () => {
    expect(parseReference("/contacts(emailaddress1='a@b.example')").segments).toMatchObject([
      { key: { parts: [{ name: "emailaddress1", value: string("a@b.example") }] } },
    ]);
    expect(parseReference("$1").segments).toEqual([{ name: "$1", at: 0 }]);
  });

  test.each(["https://demo.crm.dynamics.com/contacts(1)", "not a reference", "contacts(1)?$top=1"])(
    "refuses %s",
    (text) => {
      expect(() => parseReference(text)).toThrow(ODataSyntaxError);
    },
  );
});
