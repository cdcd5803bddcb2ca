import { type CountedRequest, countRequests, countsText } from "./requestCounts";

const root = "/api/data/v9.2/";
function entry(seq: number, path: string): CountedRequest {
  return { seq, path: root + path };
}

test("requests since the last call are counted, definitions apart", async () => {
  const journal = [entry(1, "EntityDefinitions(LogicalName='account')?$select=Keys"), entry(2, "accounts?$top=1")];
  const count = countRequests(async () => journal);
  expect(await count()).toEqual({ data: 1, metadata: 1 });
  expect(await count()).toEqual({ data: 0, metadata: 0 });
  journal.push(entry(3, "entitydefinitionlikes"), entry(4, "GlobalOptionSetDefinitions"));
  expect(await count()).toEqual({ data: 1, metadata: 1 });
});

test("a journal that was cleared or has dropped entries loses no count", async () => {
  let journal = [entry(1, "accounts")];
  const count = countRequests(async () => journal);
  await count();
  journal = [];
  expect(await count()).toEqual({ data: 0, metadata: 0 });
  journal = [entry(9, "accounts"), entry(10, "EntityDefinitions")];
  expect(await count()).toEqual({ data: 8, metadata: 1 });
});

test.each([
  [{ data: 0, metadata: 0 }, "0 requests"],
  [{ data: 1, metadata: 0 }, "1 request"],
  [{ data: 1, metadata: 2 }, "1 request, 2 for metadata"],
  [{ data: 3, metadata: 1 }, "3 requests, 1 for metadata"],
  [{ data: 0, metadata: 1 }, "1 request for metadata"],
])("%j reads as %s", (counts, text) => {
  expect(countsText(counts)).toBe(text);
});
