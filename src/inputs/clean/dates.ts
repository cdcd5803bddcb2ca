import { InvalidInputError } from "../../client";
import { isBlank, plainText } from "./text";

/**
 * A point in time as ISO 8601 in UTC. A date alone is its first moment in UTC, and a time without a zone is one in UTC,
 * because a flow runs in no time zone of its own.
 */
export function optionalTimestamp(label: string) {
  return (value: unknown): string | undefined => {
    if (isBlank(value)) return undefined;
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
    const text = plainText(value, label, "a date such as 2026-01-31 or 2026-01-31T14:30:00Z");
    const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:\d\d)?)?$/i.exec(text);
    const ms = parts ? Date.parse(`${parts[1]}T${parts[2] ?? "00:00"}${parts[3]?.toUpperCase() ?? "Z"}`) : Number.NaN;
    if (Number.isNaN(ms)) {
      throw new InvalidInputError(label, `"${text}" is not a date such as 2026-01-31 or 2026-01-31T14:30:00Z.`);
    }
    return new Date(ms).toISOString().replace(".000Z", "Z");
  };
}
