import { ConnectionError } from "@prismatic-io/spectral";
import { DataverseError } from "../../src/client";

/**
 * Classifies a failed write by its error alone, because a builder has no other information.
 *
 * - `notRun`: nothing has changed.
 * - `open`: it may have run, once.
 * - `wrong`: no error of ours, or one that has no place here.
 */
export type Verdict = "notRun" | "open" | "wrong";

export function verdictOn(error: unknown, expectedStatus: number | undefined): Verdict {
  // An earlier attempt of a repeatable write may have run before the token expired.
  if (isExpiredToken(error)) return "open";
  if (!(error instanceof DataverseError)) return "wrong";
  if (error.mayHaveRun) return "open";
  // A success whose answer cannot be read.
  if (error.status !== undefined && error.status < 300) return "open";
  return error.isTransient || error.status === expectedStatus ? "notRun" : "wrong";
}

/** The platform would ask for new credentials. */
export function isExpiredToken(error: unknown): boolean {
  return error instanceof ConnectionError;
}

/** A read may fail in bad weather, but only so. */
export function isWeather(error: unknown): boolean {
  if (isExpiredToken(error)) return true;
  return error instanceof DataverseError && (error.isTransient || (error.status !== undefined && error.status < 300));
}
