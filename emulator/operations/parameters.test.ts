import { startTestClient, type TestClient } from "../testing/client";

let client: TestClient;
beforeAll(async () => {
  client = await startTestClient();
});
afterAll(() => client.emulator.close());

test.each<[string, string, object, string, string]>([
  ["unknown", "PublishXml", { ParameterXml: "<importexportxml/>", Extra: 1 }, "0x80048d19", "'Extra'"],
  ["missing", "PublishXml", {}, "0x80060888", "unresolved parameters"],
  ["null but required", "PublishXml", { ParameterXml: null }, "0x80060888", "unresolved parameters"],
  [
    "a number instead of a string",
    "PublishXml",
    { ParameterXml: 5 },
    "0x80048d19",
    "'5' to the expected type 'Edm.String'",
  ],
  [
    "a string instead of a whole number",
    "DeleteOptionValue",
    { OptionSetName: "x", Value: "five" },
    "0x80048d19",
    "'five' to the expected type 'Edm.Int32'",
  ],
  ["an object instead of a list", "OrderOption", { OptionSetName: "x", Values: {} }, "0x80048d19", "'StartArray'"],
  [
    "a string instead of an object",
    "InsertOptionValue",
    { OptionSetName: "x", Label: "A" },
    "0x80048d19",
    "'StartObject'",
  ],
])("a parameter that is %s is rejected before %s runs", async (_what, action, body, code, text) => {
  const answer = await client.call("POST", action, { body });
  expect([answer.status, answer.code]).toEqual([400, code]);
  expect(answer.message).toContain(text);
});

test("a whole number can be quoted, as in the columns of a row", async () => {
  const body = { EntityLogicalName: "account", AttributeLogicalName: "industrycode", Value: "4711" };
  // Past the check of parameters: the choice itself has no such option.
  const answer = await client.call("POST", "DeleteOptionValue", { body });
  expect(answer.message).toContain("4711");
  expect(answer.message).not.toContain("Cannot convert");
});

test("a function's parameter of another type is rejected", async () => {
  const answer = await client.call("GET", "RetrieveTotalRecordCount(EntityNames=@p)?@p=[5]");
  expect([answer.status, answer.code]).toEqual([400, "0x80048d19"]);
});
