import { ConnectionError } from "@prismatic-io/spectral";
import type { Component } from "@prismatic-io/spectral/dist/serverTypes";
import { createConnection, createHarness } from "@prismatic-io/spectral/dist/testing";
import fc from "fast-check";
import component from "../../src";
import { DataverseError, InvalidInputError } from "../../src/client";
import { clientCredentials } from "../../src/connections/clientCredentials";
import { runs } from "./arbitraries";
import { anyAnswers, finalAnswers, type GarbageServer, httpAnswer, startGarbageServer } from "./garbageServer";

/**
 * Whole actions and data sources against a server that answers nonsense: a result or one of our errors, never another
 * one, never a crash, never endless waiting.
 */
const { actions, dataSources } = component as unknown as Required<Pick<Component, "actions" | "dataSources">>;
const harness = createHarness(component);
const accessToken = "a-token-that-nobody-may-see";

/** Values that the examples of required inputs do not provide. */
const overrides: Record<string, Record<string, unknown>> = {
  createEntity: { dynamicValues: { name: "Larch" } },
  updateEntity: { dynamicValues: { name: "Larch" } },
  upsertEntity: { dynamicValues: { name: "Larch" }, entityId: "accountnumber='A-1'" },
  queryEntities: { fetchAll: "true" },
  fetchXml: { fetchAll: "true", entityType: "account" },
  batchEntityActions: { failureHandling: "continueOnError" },
  rawRequest: { method: "POST" },
  getAttribute: { attributeType: "revenue" },
};

function exampleInputs(key: string, inputs: Component["actions"][string]["inputs"]): Record<string, unknown> {
  const examples = inputs
    .filter((input) => input.key !== "connection")
    .map((input) => [input.key, (input.required && (input as { example?: unknown }).example) || input.default]);
  return { ...(Object.fromEntries(examples) as Record<string, unknown>), ...overrides[key] };
}

let server: GarbageServer;
let identities = 0;
beforeAll(async () => {
  server = await startGarbageServer();
});
afterAll(() => server.close());

/** Each run is a separate user, so runs share neither a cache nor a pause. */
function connection() {
  identities += 1;
  const fields = { webApiUrl: server.url, clientId: `client ${identities}` };
  return createConnection(clientCredentials, fields, { access_token: accessToken });
}

function ignore(): void {}
const logger = { debug: ignore, error: ignore, info: ignore, log: ignore, trace: ignore, warn: ignore };

/** A step that began so long ago that a tenth of a second is left: no wait is longer. */
function lateContext() {
  return { logger, startedAt: new Date(Date.now() - 14 * 60_000 + 100).toISOString() } as never;
}

type Run = () => Promise<unknown>;

async function expectOwnOutcome(run: Run): Promise<void> {
  let outcome: unknown;
  try {
    outcome = await run();
  } catch (error) {
    if (!isOwn(error)) throw error;
    outcome = { ...error, message: error.message };
    expect(error.message).not.toBe("");
  }
  expect(JSON.stringify(outcome)).not.toContain(accessToken);
}

function isOwn(error: unknown): error is Error {
  return error instanceof DataverseError || error instanceof InvalidInputError || error instanceof ConnectionError;
}

describe.each(Object.entries(actions))("%s", (key, { inputs }) => {
  const examples = exampleInputs(key, inputs);
  const run: Run = () => harness.action(key, { ...examples, connection: connection() }, lateContext());

  it("turns nonsense into a result or a component error", async () => {
    let requests = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyAnswers, { minLength: 1, maxLength: 4 }), async (answers) => {
        server.answer(answers);
        await expectOwnOutcome(run);
        requests += server.answered;
      }),
      runs(40),
    );
    // Otherwise its example inputs were refused, and nothing was tried.
    expect(requests).toBeGreaterThan(0);
  });

  // A raw request returns any response.
  if (!key.startsWith("rawRequest")) {
    it.each([
      "{}",
      "[]",
      '"text"',
      '{"value":null}',
      '{"value":[null,5,"x"]}',
      '{"error":"boom"}',
      '{"@odata.context":"x","error":{"code":"0x1","message":"boom"}}',
      '{"Message":"No","ExceptionMessage":"Boom","ErrorCode":"0x80040216"}',
    ])("takes %s for no success", async (body) => {
      server.answer([httpAnswer(200, { "Content-Type": "application/json" }, body)]);
      await expect(run()).rejects.toBeInstanceOf(DataverseError);
    });

    it("takes no web page for a success", async () => {
      server.answer([httpAnswer(200, { "Content-Type": "text/html" }, "<html><body>Sign in</body></html>")]);
      await expect(run()).rejects.toBeInstanceOf(DataverseError);
    });
  }
});

describe.each(Object.entries(dataSources))("%s", (key, { inputs }) => {
  const examples = exampleInputs(key, inputs);
  const run: Run = () => harness.dataSource(key, { ...examples, connection: connection() }, { logger } as never);

  // A data source does not receive its start time, so it would wait and retry.
  it("turns nonsense into a result or a component error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(finalAnswers, { minLength: 1, maxLength: 4 }), async (answers) => {
        server.answer(answers);
        await expectOwnOutcome(run);
      }),
      runs(40),
    );
  });
});
