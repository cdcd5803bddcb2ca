import { createEmulator } from "../emulator";
import { queryRecords } from "../src/operations/queries";
import { clientOf } from "./bench";
import type { Table } from "./table";

const count = 100_000;

/** How many records a second are read, by page size. */
export async function fetchAll(): Promise<Table> {
  const emulator = await createEmulator({ rows: count });
  const client = await clientOf(emulator);
  const rows: string[][] = [];
  for (const recordsPerPage of [500, 5_000]) {
    await emulator.control.clearRequests();
    const startedMs = performance.now();
    const result = await queryRecords(client, {
      entityType: "accounts",
      fieldNames: ["name"],
      filterExpression: undefined,
      orderByFieldNames: [],
      expandPropertyNames: [],
      recordsPerPage,
      nextPageId: undefined,
      fetchAll: true,
      maxRecords: undefined,
      includeCount: false,
    });
    const seconds = (performance.now() - startedMs) / 1_000;
    const requests = (await emulator.control.requests()).length;
    rows.push([
      String(recordsPerPage),
      String(result.value.length),
      String(requests),
      Math.round(result.value.length / seconds).toString(),
    ]);
  }
  await emulator.close();
  return {
    question: `How fast does Fetch All read ${count} records?`,
    columns: ["page size", "records", "requests", "records/s"],
    rows,
  };
}
