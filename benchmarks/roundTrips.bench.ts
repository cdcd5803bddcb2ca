import { withBench } from "./bench";
import type { Table } from "./table";

const account = { entityType: "accounts" };
const known = { ...account, entityId: "accountnumber='A-1001'" };
const dynamicValues = { description: "Larch" };
const batch = Array.from({ length: 100 }, (_none, index) => ({
  collection: "accounts",
  action: "create",
  data: { name: `Larch ${index}` },
}));

type Inputs = Record<string, unknown>;

/** `time` distinguishes the first run from the second. */
const actions: [string, string, (time: number) => Inputs][] = [
  ["Create", "createEntity", () => ({ ...account, dynamicValues: { name: "Larch" } })],
  [
    "Create, with fields as text",
    "createEntity",
    () => ({ ...account, fieldValues: [{ key: "revenue", value: "5.5" }] }),
  ],
  ["Get by alternate key", "getEntity", () => known],
  ["Update by alternate key", "updateEntity", () => ({ ...known, dynamicValues })],
  [
    "Upsert by alternate key",
    "upsertEntity",
    (time) => ({ ...account, entityId: `accountnumber='L-${time}'`, dynamicValues }),
  ],
  ["Delete by alternate key", "deleteEntity", (time) => ({ ...account, entityId: `accountnumber='L-${time}'` })],
  ["Query, one page", "queryEntities", () => account],
  ["Batch of 100 creates", "batchEntityActions", () => ({ actions: batch })],
];

/** The same on every machine. Definitions are read once and cached for all later steps of the connection. */
export function roundTrips(): Promise<Table> {
  return withBench(0, async ({ emulator, run }) => {
    const requestsOf = async (action: string, inputs: Inputs): Promise<string> => {
      await emulator.control.clearRequests();
      await run(action, inputs);
      return String((await emulator.control.requests()).length);
    };
    const rows: string[][] = [];
    for (const [name, action, inputs] of actions) {
      rows.push([name, await requestsOf(action, inputs(1)), await requestsOf(action, inputs(2))]);
    }
    return { question: "How many round trips does an action make?", columns: ["", "first time", "after that"], rows };
  });
}
