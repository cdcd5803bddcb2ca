import { type ErrorEntry, errors } from "./catalog";

/**
 * An error of the service. It is thrown anywhere below the HTTP layer and becomes `{"error":{"code","message"}}` there.
 */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  /** HTTP status. */
  readonly status: number;
  readonly code: string;

  constructor(
    { status, code }: ErrorEntry,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Anything the emulator does not implement returns 501, which the service never does.
 *
 * @param chapter of documentation/emulator.md, which says what works instead
 */
export function notEmulated(what: string, chapter?: string): ServiceError {
  const pointer = chapter === undefined ? "" : ` See the chapter "${chapter}" of documentation/emulator.md.`;
  return new ServiceError(errors.NotEmulated, `The emulator does not offer ${what}.${pointer}`);
}
