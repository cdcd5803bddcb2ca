import { batchEntityActions } from "./batches/batchEntityActions";
import { queryEntities } from "./queries/queryEntities";
import { rawRequest } from "./rawRequests/rawRequest";
import { rawRequestV2 } from "./rawRequests/rawRequestV2";
import { createEntity } from "./records/createEntity";
import { deleteEntity } from "./records/deleteEntity";
import { getEntity } from "./records/getEntity";
import { updateEntity } from "./records/updateEntity";
import { upsertEntity } from "./records/upsertEntity";
import { getCurrentUser } from "./users/getCurrentUser";

/** The property names are the keys that deployed integrations refer to: never rename one. */
export const actions = {
  batchEntityActions,
  createEntity,
  deleteEntity,
  getCurrentUser,
  getEntity,
  queryEntities,
  rawRequest,
  rawRequestV2,
  updateEntity,
  upsertEntity,
};
