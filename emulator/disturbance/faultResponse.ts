import { errors } from "../errors/catalog";
import { STATUS_CODES } from "node:http";
import { ServiceError } from "../errors/serviceError";
import type { Fault } from "./faults";

type StatusFault = Extract<Fault, { kind: "status" }>;

/** For the Web API to put into its form; UnExpected is the code Dataverse returns when no other fits. */
export function injectedError({
  status,
  code = errors.UnExpected.code,
  message,
  retryAfter,
}: StatusFault): ServiceError {
  return new ServiceError({ status, code }, message ?? phrase(status), retryAfterHeader(retryAfter));
}

interface FaultResponse {
  status: number;
  headers: Record<string, string>;
  body?: string;
}

/** As the token endpoint writes errors (RFC 6749 section 5.2). */
export function tokenErrorResponse({ status, code, message, retryAfter }: StatusFault): FaultResponse {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", ...retryAfterHeader(retryAfter) },
    body: JSON.stringify({
      error: code ?? "temporarily_unavailable",
      error_description: message ?? phrase(status),
    }),
  };
}

export function rawResponse({ status, contentType, body }: Extract<Fault, { kind: "body" }>): FaultResponse {
  const headers: Record<string, string> = contentType === undefined ? {} : { "Content-Type": contentType };
  return { status, headers, ...(body === "" ? {} : { body }) };
}

function phrase(status: number): string {
  return STATUS_CODES[status] ?? "";
}

function retryAfterHeader(value: StatusFault["retryAfter"]): Record<string, string> {
  return value === undefined ? {} : { "Retry-After": String(value) };
}
