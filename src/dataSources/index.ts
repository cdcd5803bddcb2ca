import { attributes } from "./attributes";
import { choices } from "./choices";
import { entities } from "./entities";
import { entityTypes } from "./entityTypes";
import { getEntitiesMetaData } from "./getEntitiesMetaData";
import { lookupTargets } from "./lookupTargets";
import { relationships } from "./relationships";
import { solutions } from "./solutions";
import { systemUsers } from "./systemUsers";
import { tables } from "./tables";
import { views } from "./views";

/** The property names are the keys that deployed integrations and inputs refer to: never rename one. */
export const dataSources = {
  attributes,
  choices,
  entities,
  entityTypes,
  getEntitiesMetaData,
  lookupTargets,
  relationships,
  solutions,
  systemUsers,
  tables,
  views,
};
