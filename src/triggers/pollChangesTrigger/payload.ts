/** Changes as a flow receives them: in one body, or as items of batches. */
import type { Changes } from "../../operations/changes/changeQuery";

export type ChangesBody = Pick<Changes, "created" | "updated"> &
  Partial<Pick<Changes, "deleted">> & { resynchronized?: boolean; hasMore?: boolean };

export interface ChangeItem {
  changeType: "created" | "updated" | "deleted";
  record: Record<string, unknown>;
}

export interface BodyOptions {
  showsDeleted: boolean;
  resynchronized?: boolean;
  hasMore?: boolean;
}

export function bodyOf({ created, updated, deleted }: Changes, options: BodyOptions): ChangesBody {
  return {
    created,
    updated,
    ...(options.showsDeleted && { deleted }),
    ...(options.resynchronized && { resynchronized: true }),
    ...(options.hasMore && { hasMore: true }),
  };
}

export function itemsOf({ created, updated, deleted = [] }: ChangesBody): ChangeItem[] {
  return [
    ...created.map((record): ChangeItem => ({ changeType: "created", record })),
    ...updated.map((record): ChangeItem => ({ changeType: "updated", record })),
    ...deleted.map((record): ChangeItem => ({ changeType: "deleted", record: { ...record } })),
  ];
}
