import fc from "fast-check";
import { type Expression, ODataSyntaxError, type PathStep, parseExpression } from ".";

/** An expression as a line of text, operators in front, so that tables stay readable. */
function show(expression: Expression): string {
  switch (expression.kind) {
    case "literal": {
      const { literal } = expression;
      if (literal.type === "enum") return `${literal.typeName}<${literal.members}>`;
      if (literal.type === "null") return "null";
      return `${literal.type}<${"text" in literal ? literal.text : literal.value}>`;
    }
    case "alias":
      return `@${expression.name}`;
    case "path":
      return showPath(expression.segments);
    case "binary":
      return `(${expression.operator} ${show(expression.left)} ${show(expression.right)})`;
    case "unary":
      return `(${expression.operator} ${show(expression.operand)})`;
    case "call":
      return `(${expression.name}${expression.arguments.map((argument) => ` ${show(argument)}`).join("")})`;
    case "lambda": {
      const body = expression.predicate === undefined ? "" : ` ${expression.variable}: ${show(expression.predicate)}`;
      return `(${expression.operator} ${showPath(expression.path)}${body})`;
    }
    case "list":
      return `[${expression.items.map(show).join(" ")}]`;
    case "json":
      return JSON.stringify(expression.value);
  }
}

function showPath(steps: PathStep[]): string {
  return steps
    .map(({ name, key, parameters }) => {
      const named = parameters?.map((parameter) => `${parameter.name}=${show(parameter.value)}`);
      if (named !== undefined) return `${name}{${named.join(" ")}}`;
      return key?.kind === "simple" ? `${name}{${show(key.value)}}` : name;
    })
    .join("/");
}

function read(text: string) {
  return show(parseExpression(text));
}

function errorOf(text: string): ODataSyntaxError {
  try {
    parseExpression(text);
  } catch (error) {
    if (error instanceof ODataSyntaxError) return error;
    throw error;
  }
  throw new Error(`No error for ${text}`);
}

describe("literals", () => {
  test.each([
    ["null", "null"],
    ["true", "boolean<true>"],
    ["FALSE", "boolean<false>"],
    ["5", "number<5>"],
    ["-1.50", "number<-1.50>"],
    ["+2", "number<2>"],
    ["1e-3", "number<1e-3>"],
    ["-INF", "number<-INF>"],
    ["''", "string<>"],
    ["'O''Bryan'", "string<O'Bryan>"],
    ["''''''", "string<''>"],
    ["'; ) , & (' ", "string<; ) , & (>"],
    ["11111111-2222-4333-8444-55555555550A", "guid<11111111-2222-4333-8444-55555555550a>"],
    ["abcdefab-2222-4333-8444-555555555501", "guid<abcdefab-2222-4333-8444-555555555501>"],
    ["12e45678-2222-4333-8444-555555555501", "guid<12e45678-2222-4333-8444-555555555501>"],
    ["2024-02-29", "date<2024-02-29>"],
    ["2024-02-29T08:15:00Z", "dateTimeOffset<2024-02-29T08:15:00Z>"],
    ["2024-02-29T08:15:00.1234567+05:30", "dateTimeOffset<2024-02-29T08:15:00.1234567+05:30>"],
    ["08:15:30", "timeOfDay<08:15:30>"],
    ["duration'P1DT2H'", "duration<P1DT2H>"],
    ["binary'Zm9v'", "binary<Zm9v>"],
    ["geography'SRID=0;Point(1 2)'", "geo<SRID=0;Point(1 2)>"],
    ["Microsoft.Dynamics.CRM.OwnershipTypes'UserOwned'", "Microsoft.Dynamics.CRM.OwnershipTypes<UserOwned>"],
    [
      "Microsoft.Dynamics.CRM.EntityFilters'Entity,Attributes'",
      "Microsoft.Dynamics.CRM.EntityFilters<Entity,Attributes>",
    ],
  ])("reads %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ["'open", 5, "There is an unterminated literal at position 5 in ''open'."],
    ["lastname eq 'O'Bryan'", 15, "There is an unterminated literal at position 21 in 'lastname eq 'O'Bryan''."],
    ["name eq 'it's", 12, "the end"],
    ["x in ['OBrian','O'Brian']", 18, "Invalid JSON. A comma character ',' was expected in scope 'Array'."],
    ['name eq "x"', 8, "an expression"],
    ["11111111-2222-4333-8444-55555555550", 35, "hexadecimal digit"],
    ["2024-13-01", 6, "a month"],
    ["2024-02-30T24:00:00Z", 12, "an hour"],
    ["2024-02-29T08:15:00", 19, "an offset from UTC"],
    ["5x", 1, "the end of the literal"],
    ["guid'11111111-2222-4333-8444-555555555501'", 0, "not a literal of OData V4"],
    ["duration'1 day'", 0, "a duration"],
  ])("refuses %s at %d", (text, at, expected) => {
    expect(errorOf(text)).toMatchObject({ at, message: expect.stringContaining(expected) as string });
  });

  test("round-trips every string", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const expression = parseExpression(`'${value.replaceAll("'", "''")}'`);
        expect(expression).toEqual({ kind: "literal", literal: { type: "string", value }, at: 0 });
      }),
    );
  });
});

describe("operators", () => {
  test.each([
    ["a eq 1 or b eq 2 and c eq 3", "(or (eq a number<1>) (and (eq b number<2>) (eq c number<3>)))"],
    ["(a eq 1 or b eq 2) and c eq 3", "(and (or (eq a number<1>) (eq b number<2>)) (eq c number<3>))"],
    ["a and b and c", "(and (and a b) c)"],
    ["not a eq b", "(eq (not a) b)"],
    ["not (a eq b)", "(not (eq a b))"],
    ["not(contains(name,'x'))", "(not (contains name string<x>))"],
    ["not not a", "(not (not a))"],
    ["not eq 1", "(eq not number<1>)"],
    ["not a in ('x')", "(not (in a [string<x>]))"],
    ["a gt 1 eq b lt 2", "(eq (gt a number<1>) (lt b number<2>))"],
    ["a add b mul c sub -d eq 1", "(eq (sub (add a (mul b c)) (negate d)) number<1>)"],
    ["a sub b sub c", "(sub (sub a b) c)"],
    ["a divby 2 div 3", "(div (divby a number<2>) number<3>)"],
    ["style has Ns.Pattern'Yellow'", "(has style Ns.Pattern<Yellow>)"],
    ["a in ('x','y') or a in (1)", "(or (in a [string<x> string<y>]) (in a [number<1>]))"],
    ["(a eq 1)and(b eq 2)", "(and (eq a number<1>) (eq b number<2>))"],
    ["order eq andy or inbox", "(or (eq order andy) inbox)"],
    ["a\teq  1 ", "(eq a number<1>)"],
  ])("reads %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("names the place of the operator and of each operand", () => {
    expect(parseExpression("name  eq 'x'")).toMatchObject({ left: { at: 0 }, at: 6, right: { at: 9 } });
  });

  test.each([
    ["name EQ 'x'", 5],
    ["name eq", 7],
    ["name eq 'x' and", 15],
    ["(a eq 1", 7],
    ["a eq 1)", 6],
    ["a eq (1,2)", 7],
    ["", 0],
  ])("refuses %s at %d", (text, at) => {
    expect(errorOf(text).at).toBe(at);
  });

  test("reads back what it would write, however it is nested", () => {
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constantFrom("name", "number<1>", "string<a'b>", "null"),
        fc
          .tuple(fc.constantFrom("or", "and", "eq", "gt", "add", "mul"), tie("tree"), tie("tree"))
          .map(([operator, left, right]) => `(${operator} ${left} ${right})`),
        fc.tuple(fc.constantFrom("not", "contains"), tie("tree")).map(([name, operand]) => `(${name} ${operand})`),
      ),
    }));
    fc.assert(
      fc.property(tree, (shown) => {
        expect(read(write(shown))).toBe(shown);
      }),
    );
  });
});

/** Turns what `show` prints into OData, every operation in parentheses. */
function write(shown: string): string {
  const tokens = shown.match(/[()]|[^\s()]+/g) ?? [];
  const next = (): string => {
    const token = tokens.shift() ?? "";
    if (token !== "(") return token.replace(/^number<(.*)>$/, "$1").replace(/^string<(.*)'(.*)>$/, "'$1''$2'");
    const operator = tokens.shift() ?? "";
    const first = next();
    const second = tokens[0] === ")" ? undefined : next();
    tokens.shift();
    if (operator === "contains") return `contains(${first})`;
    return second === undefined ? `(${operator} ${first})` : `(${first} ${operator} ${second})`;
  };
  return next();
}

describe("paths, functions and lambdas", () => {
  test.each([
    [
      "primarycontactid/parentcustomerid_account/name eq 'x'",
      "(eq primarycontactid/parentcustomerid_account/name string<x>)",
    ],
    ["Account_Tasks/any()", "(any Account_Tasks)"],
    [
      "Account_Tasks/any(t:t/subject eq 'x' and t/statecode eq 0)",
      "(any Account_Tasks t: (and (eq t/subject string<x>) (eq t/statecode number<0>)))",
    ],
    ["a/all(x: x/b/any(y:y/c eq x/d))", "(all a x: (any x/b y: (eq y/c x/d)))"],
    ["not Account_Tasks/any()", "(not (any Account_Tasks))"],
    ["contains(name, 'x')", "(contains name string<x>)"],
    ["tolower(name) eq 'x'", "(eq (tolower name) string<x>)"],
    ["soundex(name,'x')", "(soundex name string<x>)"],
    ["now()", "(now)"],
    ["cast(revenue,Edm.String)", "(cast revenue Edm.String)"],
    [
      "Microsoft.Dynamics.CRM.LastXDays(PropertyName='modifiedon',PropertyValue=30)",
      "Microsoft.Dynamics.CRM.LastXDays{PropertyName=string<modifiedon> PropertyValue=number<30>}",
    ],
    [
      `Microsoft.Dynamics.CRM.In(PropertyName='statuscode',PropertyValues=["1","O'Brian \\"x\\""])`,
      `Microsoft.Dynamics.CRM.In{PropertyName=string<statuscode> PropertyValues=[string<1> string<O'Brian "x">]}`,
    ],
    [
      "Microsoft.Dynamics.CRM.Between(PropertyValues=[ '1' , 2 ])",
      "Microsoft.Dynamics.CRM.Between{PropertyValues=[string<1> number<2>]}",
    ],
    ["Account_Tasks/$count gt 0", "(gt Account_Tasks/$count number<0>)"],
    ["@p", "@p"],
    ["@p/name", "@p/name"],
    ["$it/name", "$it/name"],
    ["name/@Ns.Term#x", "name/@Ns.Term#x"],
    ["Items(1)/name", "Items{number<1>}/name"],
    ["{'@odata.id':'accounts(1)',\"a\":[1,null,{}]}", '{"@odata.id":"accounts(1)","a":[1,null,{}]}'],
  ])("reads %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ["any(x:true)", 3],
    ["a/all()", 6],
    ["a/any(x)", 7],
    ["$count gt 0", 0],
    ["a/", 2],
    ["f(a=1,2)", 6],
    ["@p(1)", 2],
    ["items(1)(2)", 8],
    ['["a]', 1],
    ["{a:1}", 1],
    ['{"a":name}', 5],
  ])("refuses %s at %d", (text, at) => {
    expect(errorOf(text).at).toBe(at);
  });
});
