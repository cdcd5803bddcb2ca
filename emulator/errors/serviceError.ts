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

/** Anything the emulator does not implement returns 501, which the service never does. */
export function notEmulated(what: string): ServiceError {
  return new ServiceError(errors.NotEmulated, `The emulator does not offer ${what}.`);
}
