import { createRow } from "../records";
import { onTargets, runOnTargets } from "./bulkTargets";
import { defineAction } from "./operation";

export const createMultiple = defineAction({
  name: "CreateMultiple",
  ...onTargets,
  response: { Ids: "Collection(Edm.Guid)" },
  run: runOnTargets({
    name: "CreateMultiple",
    needed: ["CreateMultiple"],
    write: (context, table, targets) => ({ Ids: targets.map((target) => createRow(context.write, table, target)) }),
  }),
});
