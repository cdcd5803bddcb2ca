import { createEntity } from "./createEntity";
import { deleteEntity } from "./deleteEntity";
import { getEntity } from "./getEntity";
import { updateEntity } from "./updateEntity";
import { upsertEntity } from "./upsertEntity";

export const records = {
  createEntity,
  deleteEntity,
  getEntity,
  updateEntity,
  upsertEntity,
};
