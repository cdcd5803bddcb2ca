import fc from "fast-check";
import { batchOf, changeSet, part, testOrganization, type TestOrganization, type Written } from "../testing/batch";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom("--b", "--b--", "\r\n--b--\r\n", "$1"),
);
const number = fc.constantFrom("A-1", "A-2", "A-3");
const key = number.map((value) => `accounts(accountnumber='${value}')`);

/** Reads and writes around three accounts that may or may not be there; some of them are refused. */
const writes: fc.Arbitrary<Written> = fc.oneof(
  fc.record({
    method: fc.constant("POST"),
    url: fc.constant("accounts"),
    body: fc.record({ name: text, accountnumber: number }),
  }),
  fc.record({ method: fc.constant("PATCH"), url: key, body: fc.record({ name: text }) }),
  fc.record({ method: fc.constant("PATCH"), url: key, body: fc.constant({ nosuchcolumn: 1 }) }),
  fc.record({
    method: fc.constant("PATCH"),
    url: key,
    body: fc.record({ name: text }),
    headers: fc.constantFrom({ "If-Match": "*" }, { "If-None-Match": "*" }, { Prefer: "return=representation" }),
  }),
  fc.record({ method: fc.constant("PUT"), url: key.map((row) => `${row}/name`), body: fc.record({ value: text }) }),
  fc.record({ method: fc.constant("DELETE"), url: key }),
);
const operations = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: writes },
    {
      weight: 1,
      arbitrary: fc.record({
        method: fc.constant("GET"),
        url: fc.oneof(key, fc.constantFrom("accounts?$select=name,accountnumber", "accounts/$count", "Nosuch")),
      }),
    },
  ),
  { maxLength: 8 },
);

const alone = testOrganization();
const batched = testOrganization();
afterAll(() => {
  alone.store.close();
  batched.store.close();
});

/** Rows without the columns that depend on the time of writing. */
function rows({ store }: TestOrganization): unknown[] {
  return store.database.all("SELECT name, accountnumber, statecode, ownerid FROM account ORDER BY accountnumber");
}

function clear(): void {
  for (const { store } of [alone, batched]) store.database.exec("DELETE FROM account");
}

/** Status by status, what each operation answers when it is sent on its own. */
function oneByOne(written: Written[]): number[] {
  return written.map(
    ({ method, url, body, headers = {} }) =>
      alone.send(
        method,
        url,
        body,
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      ).status,
  );
}

describe("for any operations", () => {
  it("a batch that continues on errors equals its calls one by one", () => {
    fc.assert(
      fc.property(operations, (written) => {
        clear();
        const answer = batched.batch(batchOf(...written.map(part)), { prefer: "odata.continue-on-error" });
        expect(answer.parts).toEqual(oneByOne(written).map(String));
        expect(rows(batched)).toEqual(rows(alone));
      }),
    );
  });

  it("a batch equals its calls up to the first that fails", () => {
    fc.assert(
      fc.property(operations, (written) => {
        clear();
        const answer = batched.batch(batchOf(...written.map(part)));
        const statuses = oneByOne(written.slice(0, answer.parts.length));
        expect(answer.parts).toEqual(statuses.map(String));
        expect(answer.status).toBe(statuses.some((status) => status >= 400) ? 400 : 200);
        expect(answer.status === 400 || answer.parts.length === written.length).toBe(true);
        expect(statuses.slice(0, -1).every((status) => status < 400)).toBe(true);
        expect(rows(batched)).toEqual(rows(alone));
      }),
    );
  });

  it("a change set equals its calls one by one, or changes nothing", () => {
    fc.assert(
      fc.property(operations, fc.array(writes, { maxLength: 8 }), (before, written) => {
        clear();
        batched.batch(batchOf(...before.map(part)), { prefer: "odata.continue-on-error" });
        oneByOne(before);
        const untouched = rows(batched);
        const requests = written.map((request, at) => ({ ...request, contentId: String(at) }));
        const answer = batched.batch(batchOf(changeSet(...requests)));
        const statuses = oneByOne(written);
        const failed = statuses.findIndex((status) => status >= 400);
        if (failed === -1) {
          expect(answer.parts).toEqual(statuses.map((status, at) => `${status} #${at}`));
          expect(rows(batched)).toEqual(rows(alone));
        } else {
          expect(answer.parts).toEqual([`${statuses[failed]} #${failed}`]);
          expect(rows(batched)).toEqual(untouched);
        }
      }),
    );
  });
});
