import fc from "fast-check";
import { receiveWebhook, type Received, type WebhookRequest } from "../../src/operations/webhooks/requests";
import { anyText, anyValue, elapsedMs, longestMs, mutated, runs } from "./arbitraries";

/** A context with every kind of value that Dataverse wraps. */
const context = JSON.stringify({
  MessageName: "Update",
  PrimaryEntityName: "account",
  PrimaryEntityId: "11111111-2222-3333-4444-555555555555",
  Depth: 1,
  OperationCreatedOn: "/Date(1717166400000+0000)/",
  InputParameters: [
    {
      key: "Target",
      value: {
        __type: "Entity:http://schemas.microsoft.com/xrm/2011/Contracts",
        LogicalName: "account",
        Id: "11111111-2222-3333-4444-555555555555",
        Attributes: [
          { key: "name", value: "Contoso" },
          { key: "revenue", value: { __type: "Money:http://schemas.microsoft.com/xrm/2011/Contracts", Value: 5 } },
          {
            key: "primarycontactid",
            value: { __type: "EntityReference:x", Id: "2", KeyAttributes: [], LogicalName: "contact", Name: null },
          },
          { key: "tags", value: { __type: "OptionSetValueCollection:x", Values: [{ Value: 1 }] } },
        ],
        FormattedValues: [{ key: "revenue", value: "$5.00" }],
      },
    },
  ],
  PostEntityImages: [{ key: "image", value: { __type: "Entity:x", LogicalName: "account", Attributes: [] } }],
  SharedVariables: [],
});

const tokens = [
  '"__type":"Entity:x",',
  '"__proto__":',
  "null",
  "[]",
  "{}",
  '{"key":"__proto__","value":1}',
  "/Date(9999999999999999)/",
];

const record = fc.dictionary(
  fc.oneof(anyText, fc.constantFrom("__proto__", "x-request-id", "code", "constructor")),
  anyValue,
);

function expectReceived(request: unknown, key?: string): void {
  const received = receive(request, key);
  if (received instanceof Error) expect(received.message).toMatch(/^The (request|body) .*\. The flow does not run\.$/);
  else expect(["heartbeat", "event"]).toContain(received.kind);
}

/** The error of a rejected request is its result. */
function receive(request: unknown, key: string | undefined): Received | Error {
  try {
    return receiveWebhook(request as WebhookRequest, key);
  } catch (error) {
    return error as Error;
  }
}

function request(data: unknown): unknown {
  return { headers: {}, queryParameters: {}, body: { data }, rawBody: { data } };
}

it("accepts a mutated context as an event or rejects it", () => {
  const body = mutated([context], tokens);
  fc.assert(
    fc.property(body, fc.boolean(), (text, isBytes) => expectReceived(request(isBytes ? Buffer.from(text) : text))),
    runs(2_000),
  );
});

it("receives or rejects any body, headers, parameters and key", () => {
  const body = fc.option(fc.record({ data: anyValue }), { nil: undefined });
  const anything = fc.record({ headers: fc.option(record), queryParameters: fc.option(record), body, rawBody: body });
  fc.assert(
    fc.property(anything, fc.option(anyText, { nil: undefined }), (given, key) => expectReceived(given, key)),
    runs(2_000),
  );
});

it("answers a context with any members", () => {
  const members = [
    "PrimaryEntityId",
    "InputParameters",
    "OutputParameters",
    "PreEntityImages",
    "PostEntityImages",
    "SharedVariables",
    "OperationCreatedOn",
    "Depth",
  ];
  const pair = fc.oneof(
    anyValue,
    fc.record({ key: anyValue, value: anyValue }),
    fc.record({ key: anyText, value: anyValue }),
  );
  const member = fc.oneof(anyValue, fc.array(pair, { maxLength: 5 }));
  const known = fc.record(Object.fromEntries(members.map((name) => [name, member])));
  fc.assert(
    fc.property(known, (given) => {
      expectReceived(request({ MessageName: "Create", PrimaryEntityName: "account", ...given }));
    }),
    runs(1_000),
  );
});

/** `JSON.parse` reads this deep without complaint. */
const depth = 5_000;

it.each([
  ["lists", "[", "]"],
  ["objects", '{"a":', "}"],
  ["dictionaries", '[{"key":"a","value":', "}]"],
  ["entities", '{"__type":"Entity:x","Attributes":[{"key":"a","value":', "}]}"],
  ["untyped entities", '{"LogicalName":"x","Attributes":[{"key":"a","value":', "}]}"],
  ["collections", '{"__type":"EntityCollection:x","Entities":[', "]}"],
  ["values", '{"__type":"AliasedValue:x","Value":', "}"],
])("answers a body of %s within one another, thousands deep", (_what, open, close) => {
  const value = `${open.repeat(depth)}1${close.repeat(depth)}`;
  const body = `{"MessageName":"Create","PrimaryEntityName":"account","InputParameters":[{"key":"Target","value":${value}}]}`;
  expect(elapsedMs(() => expectReceived(request(body)))).toBeLessThan(longestMs);
});

it.each(['{"key":"a","value":1},', '{"key":"__proto__","value":{"x":1}},', '"/Date(1)/",', "[[[]]],"])(
  "answers half a megabyte of %s in one pass",
  (piece) => {
    const items = piece.repeat(Math.ceil(500_000 / piece.length)).slice(0, -1);
    const body = `{"MessageName":"Create","PrimaryEntityName":"account","InputParameters":[${items}]}`;
    expect(elapsedMs(() => expectReceived(request(body)))).toBeLessThan(longestMs);
  },
);
