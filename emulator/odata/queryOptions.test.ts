import { ODataSyntaxError, parseExpression, parseQueryOptions } from ".";

function errorOf(query: string): ODataSyntaxError {
  try {
    parseQueryOptions(query);
  } catch (error) {
    if (error instanceof ODataSyntaxError) return error;
    throw error;
  }
  throw new Error(`No error for ${query}`);
}

function string(value: string) {
  return { kind: "literal", literal: { type: "string", value } };
}
function path(...names: string[]) {
  return names.map((name) => ({ name }));
}

describe("splitting and decoding", () => {
  test.each([
    ["$filter=name%20eq%20'a%26b'", "a&b"],
    ["$filter=name+eq+'a%2Bb+c'", "a+b c"],
    ["%24filter=name%20eq%20%27a%3Db%27", "a=b"],
    ["$filter=name eq 'a=b'", "a=b"],
    ["$filter=name eq 'caf%C3%A9 %F0%9F%98%80'", "café 😀"],
    ["$filter=name eq '100%25'", "100%"],
    ["$filter=name eq '100%'", "100%"],
    ["$filter=name eq '%2541'", "%41"],
    ["&$filter=name eq 'x'&", "x"],
  ])("reads the string of %s as %j", (query, value) => {
    expect(parseQueryOptions(query)).toMatchObject({ filter: { operator: "eq", right: string(value) } });
  });

  test("places errors in the text as it was sent, not as it was decoded", () => {
    const query = "$top=1&$filter=name%20eq%20'%C3%A9%F0%9F%98%80'%20%22";
    expect(errorOf(query).at).toBe(query.indexOf("%22"));
  });

  test("keeps what is not OData's as it was meant", () => {
    expect(parseQueryOptions("fetchXml=%3Cfetch%20top=%221%22/%3E&tag=a+b&Flag&$top=1")).toEqual({
      custom: [
        { name: "fetchXml", value: '<fetch top="1"/>' },
        { name: "tag", value: "a b" },
        { name: "Flag", value: "" },
      ],
      top: 1,
    });
  });

  test("reads parameter aliases, and one without a value as null", () => {
    const { aliases } = parseQueryOptions("@a='x'&%40b=[1,2]&@c=&@constructor=1&@p={'@odata.id':'accounts(1)'}");
    expect(Object.keys(aliases ?? {})).toEqual(["a", "b", "c", "constructor", "p"]);
    expect(aliases).toMatchObject({
      a: string("x"),
      b: { kind: "list" },
      c: { literal: { type: "null" } },
      p: { kind: "json", value: { "@odata.id": "accounts(1)" } },
    });
  });

  test.each([
    ["$Filter=true", 0, '"$Filter" is not supported'],
    ["$top=1&$nosuch=1", 7, '"$nosuch" is not supported'],
    ["$top=1&$top=2", 7, "more than once"],
    ["$levels=1", 0, "not supported"],
    ["$count", 6, '"="'],
    ["$top=-1", 5, "a whole number"],
    ["$top=1.5", 6, "the end"],
    ["$count=yes", 7, "true or false"],
    ["$filter=", 8, "an expression"],
    ["$select=a,,b", 10, "a name"],
    ["$select=,", 8, "a name"],
    ["$expand=a,", 10, "a name"],
    ["$filter=a eq 1#x", 14, "no fragment"],
  ])("refuses %s at %d", (query, at, expected) => {
    expect(errorOf(query)).toMatchObject({ at, message: expect.stringContaining(expected) as string });
  });
});

describe("what Microsoft's samples and pages send", () => {
  test.each([
    ["$select=name,&$expand=primarycontactid($select=fullname)", "a comma behind the last column"],
    ["$select=name&$expand=primarycontactid($select=fullname,)", "the same inside an expand"],
    ["$select=name&$expand=primarycontactid($select%20=%20fullname)", "blanks around the equals sign of an expand"],
  ])("reads %s, with %s", (query) => {
    expect(parseQueryOptions(query)).toMatchObject({
      select: [{ path: path("name") }],
      expand: [{ path: path("primarycontactid"), options: { select: [{ path: path("fullname") }] } }],
    });
  });
});

describe("simple options", () => {
  test("reads numbers, Booleans and texts", () => {
    expect(parseQueryOptions("$top=5&$skip=10&$count=true&$format=json&$search=blue OR green")).toEqual({
      top: 5,
      skip: 10,
      count: true,
      format: "json",
      search: "blue OR green",
    });
  });

  test("reads the cookie of a next link as one text", () => {
    const query =
      "$select=name&$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d%22%20/%3E";
    expect(parseQueryOptions(query).skiptoken).toBe('<cookie pagenumber="2" pagingcookie="%3ccookie%20page%3d" />');
  });

  test("reads the reference of a removal", () => {
    const id = "https://demo.crm.dynamics.com/api/data/v9.2/tasks(11111111-2222-4333-8444-555555555501)";
    expect(parseQueryOptions(`$id=${id}`)).toEqual({ id });
  });

  test("reads the order with its directions", () => {
    expect(parseQueryOptions("$orderby=name desc, createdon asc,primarycontactid/fullname").orderby).toMatchObject([
      { expression: { segments: path("name") }, descending: true },
      { expression: { segments: path("createdon") }, descending: false },
      { expression: { segments: path("primarycontactid", "fullname") }, descending: false },
    ]);
  });
});

describe("$select and $expand", () => {
  test("reads names, paths, casts and the star", () => {
    expect(
      parseQueryOptions("$select=name, _ownerid_value,*,Microsoft.Dynamics.CRM.account/name").select,
    ).toMatchObject([
      { path: path("name") },
      { path: path("_ownerid_value") },
      { path: path("*") },
      { path: path("Microsoft.Dynamics.CRM.account", "name") },
    ]);
  });

  test("reads nested options, with everything that separates them inside strings", () => {
    const query =
      "$expand=primarycontactid($select=fullname),Account_Tasks($select=subject;" +
      "$filter=subject eq 'a;b),(c%26d''' and statecode eq 0;$orderby=createdon desc;$top=3;$expand=ownerid($levels=2))";
    expect(parseQueryOptions(query).expand).toMatchObject([
      { path: path("primarycontactid"), options: { select: [{ path: path("fullname") }] } },
      {
        path: path("Account_Tasks"),
        options: {
          select: [{ path: path("subject") }],
          filter: { operator: "and", left: { right: string("a;b),(c&d'") } },
          orderby: [{ descending: true }],
          top: 3,
          expand: [{ path: path("ownerid"), options: { levels: "2" } }],
        },
      },
    ]);
  });

  test("distinguishes references and counts from rows", () => {
    expect(parseQueryOptions("$expand=primarycontactid/$ref,Account_Tasks/$count,ownerid").expand).toMatchObject([
      { path: path("primarycontactid"), suffix: "$ref", options: {} },
      { path: path("Account_Tasks"), suffix: "$count" },
      { path: path("ownerid") },
    ]);
  });

  test.each([
    ["$expand=a(select=b)", 10],
    ["$expand=a($select=b", 19],
    ["$expand=a($select=b&$top=1)", 19],
    ["$expand=a()", 10],
    ["$expand=a/$ref($expand=b)", 15],
    ["$expand=a($top=1;$top=2)", 17],
    ["$expand=$ref", 12],
    ["$select=a b", 10],
  ])("refuses %s at %d", (query, at) => {
    expect(errorOf(query).at).toBe(at);
  });

  test("refuses too many levels instead of running out of stack", () => {
    expect(errorOf(`$expand=${"a($expand=".repeat(20_000)}`).message).toContain("nested deeper");
  });
});

describe("$apply", () => {
  test("reads a filter, groups and what is added up in them", () => {
    const query =
      "$apply=filter(statecode eq 0)/groupby((statuscode,primarycontactid/fullname),aggregate($count as n,revenue with sum as total))";
    expect(parseQueryOptions(query).apply).toMatchObject([
      { kind: "filter", predicate: { operator: "eq" } },
      {
        kind: "groupby",
        paths: [path("statuscode"), path("primarycontactid", "fullname")],
        then: [
          {
            kind: "aggregate",
            items: [{ alias: "n" }, { expression: { segments: path("revenue") }, method: "sum", alias: "total" }],
          },
        ],
      },
    ]);
  });

  test.each([
    ["topcount(2,revenue)", "topcount"],
    ["groupby((rollup(statecode,statuscode)),aggregate($count as n))", "rollup"],
    ["aggregate(revenue with sum from statuscode with average as a)", "aggregate ... from"],
    ["concat(identity,filter(true)/aggregate($count as n))", "concat"],
    ["nosuch(revenue)", "nosuch"],
    ["nosuch(')',(a),\"(\")", "nosuch"],
    ["identity", "identity"],
  ])("recognizes %s as something to decline by name", (apply, name) => {
    expect(parseQueryOptions(`$apply=${apply}`).apply).toMatchObject([{ kind: "notOffered", name }]);
  });

  test.each([
    ["$apply=groupby(statuscode)", 15],
    ["$apply=groupby((statuscode)", 27],
    ["$apply=aggregate(revenue with sum)", 33],
    ["$apply=aggregate($count)", 23],
    ["$apply=filter(statecode eq 0)groupby((a))", 29],
    ["$apply=topcount", 15],
    ["$apply=topcount(2,(revenue)", 27],
  ])("refuses %s at %d", (query, at) => {
    expect(errorOf(query).at).toBe(at);
  });
});

test("an option's expression is the one `parseExpression` reads", () => {
  const text = "contains(name,'x') and not (statecode eq 1)";
  const places = (key: string, value: unknown) => (key === "at" ? undefined : value);
  const option = parseQueryOptions(`$filter=${encodeURIComponent(text)}`).filter;
  expect(JSON.stringify(option, places)).toBe(JSON.stringify(parseExpression(text), places));
});
