/** How the service refuses a request to its metadata ("Web API error codes", Microsoft; field reports). */
import { ServiceError } from "../../errors/serviceError";

/** A query that cannot be meant: unknown property, wrong type, malformed. */
export const badQuery = (message: string): ServiceError => new ServiceError(400, "0x80060888", message);

export const unknownProperty = (name: string, typeName: string): ServiceError =>
  badQuery(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${typeName}'.`);

export const unknownSegment = (name: string): ServiceError =>
  new ServiceError(404, "0x8006088a", `Resource not found for the segment '${name}'.`);

export const notSupportedHere = (message: string): ServiceError => new ServiceError(501, "0x8006088a", message);

/** The metadata sets neither page nor sort: everything that matches comes at once. */
export const optionNotSupported = (option: string): ServiceError =>
  badQuery(`The query parameter ${option} is not supported.`);

const searchedFor: Record<string, string> = {
  EntityMetadata: "an entity with specified entity name",
  AttributeMetadata: "an attribute with specified name",
  EntityKeyMetadata: "an entity key with specified name",
  OptionSetMetadataBase: "an option set with specified name",
};

export function noSuchDefinition(typeName: string, key: string): ServiceError {
  const what = searchedFor[typeName] ?? "a relationship with specified name";
  return new ServiceError(404, "0x80040217", `Could not find ${what}: ${key}`);
}
