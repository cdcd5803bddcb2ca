import { type Connection, ConnectionError } from "@prismatic-io/spectral";
import { type DataverseError, errorCode, isWrongAddress } from "./client";

/**
 * What the platform shows of an error. A ConnectionError marks the instance's configuration as broken and asks for
 * new credentials, so only faults of the connection become one.
 */

/** The platform keeps and shows the error's connection: it carries what identifies it and no secret. */
export function connectionError(connection: Connection | undefined, message: string): ConnectionError {
  const shown: Connection = {
    key: connection?.key ?? "",
    configVarKey: connection?.configVarKey ?? "",
    fields: { webApiUrl: connection?.fields?.["webApiUrl"] },
  };
  const error = new ConnectionError(shown, message);
  // The SDK takes the name from the class, which minifying mangles.
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
    // The user that a step runs as is an input of the step.
    (isUserFault && !isImpersonated);
  return isConnectionFault ? withDetails(connectionError(connection, error.message), error) : error;
}

/** It tells as much as the error that it stands for, also where it is written as JSON. */
function withDetails(told: ConnectionError, { name: _name, ...details }: DataverseError): ConnectionError {
  const toJSON = () => ({ ...told, message: told.message });
  return Object.defineProperty(Object.assign(told, details), "toJSON", { value: toJSON });
}

/**
 * The component's error hook. The platform may apply it more than once, so an error passes through unchanged. Of anything
 * else that was thrown only its message is told: what it carries may hold a secret.
 */
export function errorHook(thrown: unknown): Error {
  if (isError(thrown)) return thrown;
  return new Error(typeof thrown === "string" ? thrown : "The step failed without an error message.");
}

/** By its members, because an error may come from another realm, where `instanceof` does not know it. */
function isError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error ||
    (typeof thrown === "object" && thrown !== null && "message" in thrown && "name" in thrown)
  );
}
