import { ServiceError } from "../errors/serviceError";

/** The resource exists but does not offer the method: 405 with what it does offer (RFC 9110 section 15.5.6). */
export function methodNotAllowed(method: string, allowed: string[]): ServiceError {
  return new ServiceError(405, "0x0", `The requested resource does not support http method '${method}'.`, {
    Allow: allowed.join(", "),
  });
}
