import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import { onTargets } from "./bulkTargets";
import { defineAction } from "./operation";

/** For elastic tables only; the emulator's tables are standard ones [BulkMessages]. */
export const deleteMultiple = defineAction({
  name: "DeleteMultiple",
  ...onTargets,
  run: () => {
    throw new ServiceError({ ...errors.UnExpected, status: 400 }, "DeleteMultiple has not yet been implemented.");
  },
});
