import { batches } from "./batches";
import { metadata } from "./metadata";
import { queries } from "./queries";
import { rawRequests } from "./rawRequests";
import { records } from "./records";
import { users } from "./users";

/**
 * Every action by its key, group by group. The keys are what deployed integrations refer to: never rename one. A new
 * action is listed in the index of its group.
 */
export const actions = {
  ...batches,
  ...metadata,
  ...queries,
  ...rawRequests,
  ...records,
  ...users,
};
