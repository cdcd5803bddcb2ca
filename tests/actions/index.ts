import type { ActionCases } from "./actionCase";
import { batches } from "./batches";
import { metadata } from "./metadata";
import { queries } from "./queries";
import { rawRequests } from "./rawRequests";
import { records } from "./records";
import { users } from "./users";

/**
 * One case for each action, in a file for each group: the example's call and the rows of the reliability table. The
 * example results, the reliability page and their tests are made of them.
 */
export const actionCases: ActionCases = {
  ...users,
  ...records,
  ...batches,
  ...queries,
  ...metadata,
  ...rawRequests,
};
