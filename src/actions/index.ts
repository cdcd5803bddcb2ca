import { batchEntityActions } from "./batches/batchEntityActions";
import { createAttribute } from "./metadata/createAttribute";
import { getAttribute } from "./metadata/getAttribute";
import { getEntitiesMetaData } from "./metadata/getEntitiesMetaData";
import { getEntityMetaData } from "./metadata/getEntityMetaData";
import { queryAttributes } from "./metadata/queryAttributes";
import { updateAttribute } from "./metadata/updateAttribute";
import { fetchXml } from "./queries/fetchXml";
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
  createAttribute,
  createEntity,
  deleteEntity,
  fetchXml,
  getAttribute,
  getCurrentUser,
  getEntitiesMetaData,
  getEntity,
  getEntityMetaData,
  queryAttributes,
  queryEntities,
  rawRequest,
  rawRequestV2,
  updateAttribute,
  updateEntity,
  upsertEntity,
};
