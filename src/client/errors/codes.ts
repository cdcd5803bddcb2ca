/** Dataverse's error codes by their published names [ErrorCodes]. Pure. */
export const errorCode = {
  resourceNotFound: "0x8006088a",
  badRequest: "0x80060888",
  objectDoesNotExist: "0x80040217",
  recordNotFoundByEntityKey: "0x80060891",
  userNotMemberOfOrg: "0x80072560",
  userNotAssignedRoles: "0x80042f09",
  /** "Version stamp associated with the client has expired." */
  versionStampExpired: "0x80044352",
  /** "Entity ... isn't enabled for change tracking." */
  changeTrackingNotEnabled: "0x80072491",
} as const;

/** `0x8004E023`, `-2147164125` and `""` all occur; hex is the signed decimal plus 2^32. */
export function normalizeCode(code: unknown): string | undefined {
  const text = typeof code === "number" ? String(code) : code;
  if (typeof text !== "string" || text === "") return undefined;
  if (/^0x[0-9a-f]{1,8}$/i.test(text)) return text.toLowerCase();
  if (/^-\d{1,10}$/.test(text) && Number(text) >= -(2 ** 31)) return `0x${(Number(text) + 2 ** 32).toString(16)}`;
  return text;
}
