import { describe as describeStep } from "./describe";
import { dynamicsSteps } from "./dynamicsSteps";

const id = "1f0c6d0e-0000-4000-8000-000000000001";
const step = { name: "Step", component: "ms-dynamics", label: "", isTrigger: false, depth: 0 };
function say(action: string, params: Record<string, unknown>, results: unknown) {
  return describeStep({ type: "finished", step: { ...step, action }, params, results, durationMs: 1 }, dynamicsSteps);
}

test.each([
  [
    "createEntity",
    { entityType: "contacts" },
    { contactid: id, fullname: "Ann Example" },
    `created contact ${id} 'Ann Example'`,
  ],
  [
    "createEntity",
    { entityType: "opportunities" },
    { opportunityid: id, name: "Deal" },
    `created opportunity ${id} 'Deal'`,
  ],
  ["createEntity", { entityType: "tasks" }, { activityid: id, subject: "Call back" }, `created task ${id} 'Call back'`],
  ["createEntity", { entityType: "contacts" }, { entitySetName: "contacts", id }, `created contact ${id}`],
  [
    "upsertEntity",
    { entityType: "accounts" },
    { accountid: id, name: "A", "@created": true },
    `created account ${id} 'A'`,
  ],
  [
    "upsertEntity",
    { entityType: "accounts" },
    { accountid: id, name: "A", "@created": false },
    `updated account ${id} 'A'`,
  ],
  ["updateEntity", { entityType: "addresses", entityId: "code='x'" }, {}, "updated address code='x'"],
  [
    "deleteEntity",
    { entityType: "contacts" },
    { entitySetName: "contacts", id, deleted: true },
    `deleted contact ${id}`,
  ],
  ["queryEntities", { entityType: "accounts" }, { value: [], isComplete: true }, "found 0 accounts"],
  [
    "queryEntities",
    { entityType: "accounts" },
    { value: [{ name: "A" }, { name: "B" }], isComplete: false },
    "found 2 accounts, more exist: 'A', 'B'",
  ],
  ["getCurrentUser", {}, { UserId: id }, `signed in as user ${id}`],
  ["rawRequest", { method: "GET", url: "/WhoAmI" }, { UserId: id }, "GET /WhoAmI: UserId"],
  ["fetchXml", { entityType: "leads" }, { value: [], isComplete: true }, "found 0 leads"],
  [
    "fetchXml",
    { entityType: "opportunities", xmlQuery: '<fetch aggregate="true"/>' },
    { value: [{ total: 1 }], isComplete: true },
    "aggregated opportunities into 1 row",
  ],
  [
    "batchEntityActions",
    { actions: [{ action: "create", collection: "accounts" }] },
    ["1f0c"],
    "1 operation, one transaction: create account",
  ],
  [
    "batchEntityActions",
    {
      actions: [
        { action: "create", collection: "accounts" },
        { action: "delete", collection: "contacts" },
      ],
    },
    { succeeded: 1, failed: 1, results: [] },
    "1 operation succeeded, 1 failed: create account, delete contact",
  ],
])("%s of %j with the result %j is described as %p", (action, params, results, expected) => {
  expect(say(action, params, results)).toBe(expected);
});

test("a long name is cut, so that a step stays one line", () => {
  const line = say("getEntity", { entityType: "accounts" }, { accountid: id, name: `${"x".repeat(100)}\ny` });
  expect(line).toMatch(/x\.\.\.'$/);
  expect(line.length).toBeLessThan(120);
});

test("the webhook trigger names the event and its record", () => {
  const results = { messageName: "Update", primaryEntityName: "account", primaryEntityId: id };
  const event = {
    type: "finished",
    step: { ...step, action: "webhook", isTrigger: true },
    params: {},
    durationMs: 1,
  } as const;
  expect(describeStep({ ...event, results }, dynamicsSteps)).toBe(`received Update of account ${id}`);
});
