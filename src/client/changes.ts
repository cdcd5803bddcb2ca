/**
 * One page of rows, or of changes. A read with `odata.track-changes` ends with a delta link; the link returns the rows
 * changed since and the ids of deleted rows [ChangeTracking]. Links are used exactly as Dataverse wrote them.
 */
import type { DataverseClient } from "./client";
import { errorCode } from "./errors/codes";
import { DataverseError } from "./errors/DataverseError";
import { maxPageSize } from "./paging";
import type { DataverseRecord, DataverseRequest, DataverseResponse } from "./request";
import { rowsOf } from "./responses";

export interface ChangePage {
  /** New and changed rows. */
  rows: DataverseRecord[];
  deletedIds: string[];
  /** Absent on the last page. */
  nextLink: string | undefined;
  /** Present on the last page of a read that tracks changes. */
  deltaLink: string | undefined;
  /** The response holds changes. A service may return all rows instead when the token has expired. */
  isDelta: boolean;
  response: DataverseResponse<unknown>;
}

export interface ChangePageOptions {
  tracksChanges?: boolean;
  pageSize?: number;
}

export async function readChangePage(
  client: DataverseClient,
  request: DataverseRequest,
  { tracksChanges = false, pageSize }: ChangePageOptions,
): Promise<ChangePage> {
  const prefer = [
    ...(tracksChanges ? ["odata.track-changes"] : []),
    ...(pageSize === undefined ? [] : [maxPageSize(pageSize)]),
  ];
  const response = await client.request({ ...request, options: { ...request.options, prefer } });
  const entries = rowsOf<DataverseRecord>(response);
  const body = response.body as Record<string, unknown>;
  const context = text(body["@odata.context"]) ?? "";
  return {
    rows: entries.filter((entry) => !isDeleted(entry)),
    deletedIds: entries.filter(isDeleted).map(({ id }) => String(id)),
    nextLink: text(body["@odata.nextLink"]),
    deltaLink: text(body["@odata.deltaLink"]),
    isDelta: context.endsWith("$delta"),
    response,
  };
}

/** `{"@odata.context": ".../$deletedEntity", "id": "...", "reason": "deleted"}` */
function isDeleted(entry: DataverseRecord): boolean {
  const context = text(entry["@odata.context"]);
  return typeof entry["id"] === "string" && (context?.endsWith("$deletedEntity") || entry["reason"] !== undefined);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * The service no longer knows the token: it is older than the organization keeps deletes, or a restored environment
 * never issued it. The status of that error is not documented, so every rejection of the link itself counts, except one
 * of the caller.
 */
export function isRejectedToken(error: unknown): error is DataverseError {
  if (!(error instanceof DataverseError)) return false;
  if (error.code === errorCode.versionStampExpired) return true;
  return error.status !== undefined && [400, 404, 410, 412].includes(error.status);
}

/** Change tracking is not switched on for the table. */
export function isNotTracked(error: unknown): boolean {
  return error instanceof DataverseError && error.code === errorCode.changeTrackingNotEnabled;
}
