/** Version stamps, and the changes recorded with each stamp (`DefinitionEditor`). */
import { errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import type { ChangedKind } from "../../organization/store/definitionEditor";
import type { Store } from "../../organization/store/store";

const dayMs = 86_400_000;
/** `ExpireSubscriptionsInDays`, 90 by default: for so long deletions are remembered. */
const keptDays = 90;

/** `74812162!10/09/2022 22:10:22` */
export function currentStamp(store: Store): string {
  const [date = "", time = ""] = store.now().toISOString().slice(0, 19).split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  return `${store.currentVersion()}!${month}/${day}/${year} ${time}`;
}

/** @throws ServiceError 0x80044352 for a stamp that is too old, or none of this organization. */
export function versionOf(store: Store, stamp: string): number {
  const [, version, month, day, year, time] = /^(\d+)!(\d\d)\/(\d\d)\/(\d{4}) (.*)$/.exec(stamp) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${time}Z`);
  const isKnown = Number(version) <= store.currentVersion() && store.now().getTime() - at < keptDays * dayMs;
  if (!isKnown) {
    throw new ServiceError(
      errors.ExpiredVersionStamp,
      "Version stamp associated with the client has expired. Please perform a full sync.",
    );
  }
  return Number(version);
}

/** The ids of definitions that were changed, or deleted, after the version. */
export function changedSince(store: Store, version: number, isDeleted: boolean): Map<string, ChangedKind> {
  const rows = store.database.all(
    `SELECT metadataid, kind FROM "#definitionchanges" WHERE versionnumber > ? AND isdeleted = ? ORDER BY versionnumber`,
    [version, isDeleted ? 1 : 0],
  );
  return new Map(rows.map((row) => [String(row["metadataid"]), String(row["kind"]) as ChangedKind]));
}
