/**
 * A record that was read can be written back as it is: members that a row has only in responses are left out. They are
 * annotations ("Request annotations", Microsoft Learn), the plain names that results add for them, and lookup
 * properties (`_primarycontactid_value`), which are read-only. Pure, except for the log.
 */
import { type DataverseClient, isObject } from "../../client";

/** Control information that a request may contain. */
const writable = /@odata\.(bind|type|id)$/;

function isReadMember(name: string): boolean {
  if (name.includes("@")) return !writable.test(name);
  return /^oData[A-Z]/.test(name) || /_(Formatted|LogicalName|NavigationProperty)$/.test(name);
}

export interface WritableValues {
  values: Record<string, unknown>;
  omitted: string[];
}

/** Lookup properties and expanded records are left out only beside other members of a record that was read. */
export function withoutReadMembers(given: Record<string, unknown>, write: "create" | "change"): WritableValues {
  const names = Object.keys(given);
  const isRead = names.some(isReadMember);
  const isOmitted = (name: string) =>
    isReadMember(name) ||
    (isRead && (/^_\w+_value$/.test(name) || (write === "change" && !name.includes("@") && isExpanded(given[name]))));
  return {
    values: Object.fromEntries(Object.entries(given).filter(([name]) => !isOmitted(name))),
    omitted: names.filter(isOmitted),
  };
}

/** An update cannot write related records ("Create related table rows in one operation", Microsoft Learn). */
function isExpanded(value: unknown): boolean {
  return isObject(value) || (Array.isArray(value) && value.every(isObject));
}

/** One line in the log of the step names the omitted members. */
export function logOmitted(client: DataverseClient, input: string, omitted: string[]): void {
  const names = [...new Set(omitted)];
  if (names.length > 0) client.warn(`${input}: read-only members are not written: ${names.join(", ")}.`);
}
