import http from "node:http";
import axios from "axios";
import { parseRecordKey } from "../src/client";
import { getRecord } from "../src/operations/records/records";
import { compare, withBench } from "./bench";
import { type Table, times } from "./table";

/** Measures the cost of checks, limits and retry handling when no request is retried. */
export function actionCost(): Promise<Table> {
  return withBench(0, async ({ emulator, headers, client, run }) => {
    const url = `${emulator.url}/api/data/v9.2/accounts(accountnumber='A-1001')?$select=name`;
    // Keep-alive, like the client's own connections.
    const bare = axios.create({ headers, httpAgent: new http.Agent({ keepAlive: true }) });
    const key = parseRecordKey("accountnumber='A-1001'", "Entity ID");
    const get = { entityType: "accounts", key, fieldNames: ["name"], expandPropertyNames: [] };
    const inputs = { entityType: "accounts", entityId: "accountnumber='A-1001'", fieldNames: "name" };
    const names = ["axios alone", "the client", "the whole action"];
    const costs = await compare([() => bare.get(url), () => getRecord(client, get), () => run("getEntity", inputs)], {
      rounds: 9,
      perRound: 200,
    });
    const [alone] = costs;
    return {
      question: "What does an action cost over a bare axios request?",
      columns: ["Getting a record by key", "time", "CPU", "ms", "CPU ms"],
      rows: costs.map(({ ms, cpuMs }, index) => [
        names[index] ?? "",
        times(ms / (alone?.ms ?? ms)),
        times(cpuMs / (alone?.cpuMs ?? cpuMs)),
        ms.toFixed(2),
        cpuMs.toFixed(2),
      ]),
    };
  });
}
