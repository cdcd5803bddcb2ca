import axios from "axios";
import { createEmulator } from "../emulator";
import { getRecord } from "../src/operations/records";
import { parseRecordKey } from "../src/client";
import { clientOf } from "./bench";
import { median, type Table } from "./table";

const rounds = 9;
const perRound = 200;

/** What the client's checks, retries and limits cost over a request of the HTTP library alone. */
export async function actionCost(): Promise<Table> {
  const emulator = await createEmulator();
  const client = await clientOf(emulator);
  const headers = { Authorization: `Bearer ${await emulator.connection.token()}`, Accept: "application/json" };
  const url = `${emulator.url}/api/data/v9.2/accounts(accountnumber='A-1001')?$select=name`;
  const key = parseRecordKey("accountnumber='A-1001'", "Entity ID");
  const get = { entityType: "accounts", key, fieldNames: ["name"], expandPropertyNames: [] };
  const contenders: [string, () => Promise<unknown>][] = [
    ["axios alone", () => axios.get(url, { headers })],
    ["the client", () => getRecord(client, get)],
  ];
  const timesMs = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, run]] of contenders.entries()) {
      const startedMs = performance.now();
      for (let request = 0; request < perRound; request++) await run();
      timesMs[index]?.push((performance.now() - startedMs) / perRound);
    }
  }
  await emulator.close();
  const base = median(timesMs[0] ?? []);
  return {
    question: `What does getting a record cost over a bare request? (median of ${rounds} rounds of ${perRound})`,
    columns: ["", "ms", "ratio"],
    rows: contenders.map(([name], index) => {
      const ms = median(timesMs[index] ?? []);
      return [name, ms.toFixed(2), (ms / base).toFixed(2)];
    }),
  };
}
