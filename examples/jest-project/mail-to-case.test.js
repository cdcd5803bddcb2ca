const { readFileSync } = require("node:fs");
const path = require("node:path");
const { afterEach, beforeAll, beforeEach, expect, test } = require("@jest/globals");
const { connectTo, createEmulator, createWebApi, loadComponent, runFlow } = require("ms-dynamics/workbench");

// As exported from the designer.
const yaml = readFileSync(path.join(__dirname, "mail-to-case.yml"), "utf8");

let component;
let emulator;
let rows;

// The first call may build the component.
beforeAll(async () => (component = await loadComponent()), 120_000);
beforeEach(async () => {
  emulator = await createEmulator();
  rows = createWebApi(emulator);
  await rows.create("contacts", { firstname: "Ann", lastname: "O'Neill", emailaddress1: "ann.o'neill@example.com" });
});
afterEach(() => emulator.close());

async function receive(mail) {
  return runFlow({ yaml, component, connection: await connectTo(emulator), payload: { body: mail } });
}

const mail = { from: "ann.o'neill@example.com", subject: "The lamp flickers", text: "Since Monday." };

test("a mail of a known contact opens a case and is answered with its number", async () => {
  const { response, results } = await receive(mail);
  expect(response).toMatchObject({ statusCode: 201, body: `{ "case": "${results.openCase.ticketnumber}" }` });
  const address = `incidents(${results.openCase.incidentid})?$select=title&$expand=customerid_contact($select=fullname)`;
  expect(await rows.read(address)).toMatchObject({
    title: "The lamp flickers",
    customerid_contact: { fullname: "Ann O'Neill" },
  });
});

test("a mail of somebody unknown opens no case", async () => {
  const before = await rows.read("incidents/$count");
  const { response, results } = await receive({ ...mail, from: "nobody@example.com" });
  expect(response).toMatchObject({ statusCode: 404 });
  expect(results.findSender.error.message).toMatch(/nobody@example\.com/);
  expect(await rows.read("incidents/$count")).toBe(before);
});

test("an organization that throttles delays the case and does not double it", async () => {
  const busy = { kind: "status", status: 429, code: "0x80072322", message: "Too many requests", retryAfter: 1 };
  await emulator.control.addFaults([{ match: { method: "POST", path: "/incidents" }, fault: busy }]);
  const { results } = await receive(mail);
  expect(results.openCase).toMatchObject({ title: "The lamp flickers" });
  expect(await rows.read("incidents/$count?$filter=title eq 'The lamp flickers'")).toBe(1);
});
