import { batchEntityActions } from "./batchEntityActions";

export const batches = {
  batchEntityActions,
};
