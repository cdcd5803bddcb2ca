import { createHash } from "node:crypto";

/**
 * A GUID that follows from a name, so that definitions and seed rows carry the same ids on every machine (RFC 9562
 * section 5.5, name-based, SHA-1).
 */
export function namedGuid(name: string): string {
  const bytes = createHash("sha1").update(`dataverse-emulator/${name}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The unique name of an environment ("RetrieveCurrentOrganization": `OrganizationDetail.UniqueName`). */
export function organizationUniqueName(organizationId: string): string {
  return `unq${organizationId.replaceAll("-", "").slice(0, 21)}`;
}
