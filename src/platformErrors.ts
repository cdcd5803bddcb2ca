/**
 * The form in which the platform shows an error. A ConnectionError marks the configuration of the instance as broken
 * and asks for new credentials, so only faults of the connection become one.
 */
import { type Connection, ConnectionError } from "@prismatic-io/spectral";
import { type DataverseError, defined, errorCode, isWrongAddress } from "./client";

/** The platform stores and shows the connection of the error, so only members that identify it are copied. */
export function connectionError(connection: Connection | undefined, message: string): ConnectionError {
  const shown: Connection = {
    key: connection?.key ?? "",
    configVarKey: connection?.configVarKey ?? "",
    fields: { webApiUrl: connection?.fields?.["webApiUrl"] },
  };
  const error = new ConnectionError(shown, message);
  // The SDK takes the name from the class, and minifying mangles class names.
  error.name = "ConnectionError";
  return error;
}

export function translateClientError(
  connection: Connection,
  error: DataverseError,
  { isImpersonated }: { isImpersonated: boolean },
): Error {
  const isUserFault = error.code === errorCode.userNotMemberOfOrg || error.code === errorCode.userNotAssignedRoles;
  const isConnectionFault =
    error.status === 401 ||
    isWrongAddress(error.networkCode) ||
    // The impersonated user is an input of the step.
    (isUserFault && !isImpersonated);
  return isConnectionFault ? withDetails(connectionError(connection, error.message), error) : error;
}

/** Copies the details of the original error, and includes them when the error is written as JSON. */
function withDetails(error: ConnectionError, { name: _name, ...details }: DataverseError): ConnectionError {
  const toJSON = () => ({ ...error, message: error.message });
  return Object.defineProperty(Object.assign(error, defined(details)), "toJSON", { value: toJSON });
}

/**
 * The component's error hook. The platform may apply it more than once, so it returns an error unchanged. From any
 * other thrown value it takes only a text, because the members of an object may contain a secret.
 */
export function errorHook(thrown: unknown): Error {
  if (isError(thrown)) return thrown;
  return new Error(typeof thrown === "string" ? thrown : "The step failed without an error message.");
}

/** By its members, because an error may come from another realm, where `instanceof` does not recognize it. */
function isError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error ||
    (typeof thrown === "object" && thrown !== null && "message" in thrown && "name" in thrown)
  );
}
