/**
 * An error the Web API answers with. Thrown anywhere below the HTTP layer, turned into
 * `{"error":{"code","message"}}` there. Codes and statuses: Microsoft's "Web API error codes" page.
 */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  constructor(
    /** HTTP status. */
    readonly status: number,
    /** `0x` + 8 hex digits; may be `0x0` or empty, as the service does. */
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** What the emulator does not know it says so: a 501 is never what the service would answer. */
export function notEmulated(what: string): ServiceError {
  return new ServiceError(501, "0x80040203", `The emulator does not offer ${what}.`);
}
