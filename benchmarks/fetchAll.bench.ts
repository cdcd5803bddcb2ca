import { type DataverseRecord, pages } from "../src/client";
import { type Bench, heapMb, withBench } from "./bench";
import { type Table, times } from "./table";

const rowCount = 100_000;

/** Rows are read and released, so any memory growth is the reader's own. */
export function fetchAll(): Promise<Table> {
  return withBench(rowCount, async (bench) => {
    const sizes = [500, 5_000];
    // The first run warms up and is not counted.
    await readAll(bench, 5_000);
    const readings = [];
    for (const size of sizes) readings.push({ size, ...(await readAll(bench, size)) });
    const [smallest] = readings;
    return {
      question: `How many records per second does Fetch All read, and is memory flat?`,
      columns: ["Records per page", "speed", "heap growth, MB", "requests", "records per second"],
      rows: readings.map(({ size, seconds, growthMb, requests, records }) => [
        String(size),
        times((smallest?.seconds ?? seconds) / seconds),
        growthMb.toFixed(1),
        String(requests),
        Math.round(records / seconds).toLocaleString("en-US"),
      ]),
    };
  });
}

interface Reading {
  records: number;
  requests: number;
  seconds: number;
  /** From the 20,000th record on. */
  growthMb: number;
}

async function readAll({ client }: Bench, pageSize: number): Promise<Reading> {
  const first = { operation: "Query", method: "GET", path: "accounts?$select=name,accountnumber,createdon" } as const;
  let [records, requests, measuringMs, earlyMb] = [0, 0, 0, 0];
  const startedMs = performance.now();
  for await (const page of pages<DataverseRecord>(client, first, () => pageSize)) {
    const isEarly = records < 20_000;
    records += page.value.length;
    requests += 1;
    if (!isEarly || records < 20_000) continue;
    const measuredMs = performance.now();
    earlyMb = heapMb();
    measuringMs += performance.now() - measuredMs;
  }
  const seconds = (performance.now() - startedMs - measuringMs) / 1_000;
  return { records, requests, seconds, growthMb: heapMb() - earlyMb };
}
