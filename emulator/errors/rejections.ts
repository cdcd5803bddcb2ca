/** Errors that several rooms return, with the service's texts. */
import { errors } from "./catalog";
import { ServiceError } from "./serviceError";

export function invalidArgument(message: string): ServiceError {
  return new ServiceError(errors.InvalidArgument, message);
}

/** A query, a key or a batch that cannot be read or is not acceptable. */
export function invalidODataRequest(message: string): ServiceError {
  return new ServiceError(errors.InvalidODataRequest, message);
}

/** [ClientErrors]. */
export function unknownProperty(name: string, typeName: string): ServiceError {
  return invalidODataRequest(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${typeName}'.`);
}

/** A delta token that the service no longer knows; the status is not documented. */
export function expiredVersionStamp(): ServiceError {
  const message = "Version stamp associated with the client has expired. Please perform a full sync.";
  return new ServiceError(errors.ExpiredVersionStamp, message);
}

export function segmentNotFound(name: string): ServiceError {
  return new ServiceError(errors.CrmHttpError, `Resource not found for the segment '${name}'.`);
}

/** ASP.NET's error for a path that does not lead to the Web API. */
export function noHttpResource(url: string): ServiceError {
  return new ServiceError(errors.NoHttpResource, `No HTTP resource was found that matches the request URI '${url}'.`);
}

/** The resource exists but does not offer the method: 405 with what it does offer (RFC 9110 section 15.5.6). */
export function methodNotAllowed(method: string, allowed: string[]): ServiceError {
  return new ServiceError(errors.MethodNotAllowed, `The requested resource does not support http method '${method}'.`, {
    Allow: allowed.join(", "),
  });
}
