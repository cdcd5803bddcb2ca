/** Timestamps of the service. Positions follow its clock, because the clock of this machine may differ. Pure. */
import type { DataverseResponse } from "../../client";

/** ISO 8601 with a zone, as Dataverse writes date and time columns. */
export function isTimestamp(value: unknown): value is string {
  return (
    typeof value === "string" && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value))
  );
}

/** Whole seconds, like the times that the Web API returns. */
export function timestamp(ms: number): string {
  return new Date(Math.floor(ms / 1_000) * 1_000).toISOString().replace(".000Z", "Z");
}

/** The service's clock when it sent the response (RFC 9110, section 6.6.1), in milliseconds since 1970. */
export function serviceTime({ headers }: Pick<DataverseResponse<unknown>, "headers">): number | undefined {
  const ms = Date.parse(headers["date"] ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

export function laterOf(first: string, second: string | undefined): string {
  return isTimestamp(second) && Date.parse(second) > Date.parse(first) ? second : first;
}
