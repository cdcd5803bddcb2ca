import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { Table } from "../metadata/model";

type Message = "Create" | "Update" | "Delete";

/** Tables that lack a message ([TableReference]: messages of systemuser and organization). */
const missingMessages: Record<string, Message[]> = {
  organization: ["Create", "Delete"],
  systemuser: ["Delete"],
};

/**
 * Base tables (`owners`, `activitypointers`) and intersect tables show rows that are written elsewhere, and a few
 * tables are not written in every way.
 *
 * @throws ServiceError 400 0x80040800
 */
export function checkOffers(table: Table, message: Message): void {
  const isMissing = missingMessages[table.logicalName]?.includes(message) ?? false;
  if (table.unionOf === undefined && !table.isIntersect && !isMissing) return;
  throw new ServiceError(
    errors.SdkEntityDoesNotSupportMessage,
    `The '${message}' method does not support entities of type '${table.logicalName}'.`,
  );
}
