import { randomUUID } from "node:crypto";

/**
 * An error of the token endpoint, in Entra's manner [EntraErrors].
 */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  constructor(
    readonly status: number,
    /** RFC 6749 section 5.2, and Entra's own `invalid_resource`. */
    readonly error: string,
    /** The number behind AADSTS. */
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export function missingParameter(name: string): OAuthError {
  return new OAuthError(
    400,
    "invalid_request",
    900144,
    `The request body must contain the following parameter: '${name}'.`,
  );
}

/** @throws OAuthError invalid_request (900144) */
export function requiredParameter(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value === null || value === "") throw missingParameter(name);
  return value;
}

export function oauthErrorBody(error: OAuthError, now: Date): string {
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  const timestamp = `${now.toISOString().slice(0, 19).replace("T", " ")}Z`;
  return JSON.stringify({
    error: error.error,
    error_description: `AADSTS${error.code}: ${error.message}\r\nTrace ID: ${traceId}\r\nCorrelation ID: ${correlationId}\r\nTimestamp: ${timestamp}`,
    error_codes: [error.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
  });
}
