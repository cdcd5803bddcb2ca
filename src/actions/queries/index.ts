import { fetchXml } from "./fetchXml";
import { queryEntities } from "./queryEntities";

export const queries = {
  fetchXml,
  queryEntities,
};
