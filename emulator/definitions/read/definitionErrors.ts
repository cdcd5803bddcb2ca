/** How the service refuses a request to its metadata ("Web API error codes", Microsoft; field reports). */
import { errors } from "../../errors/catalog";
import { invalidODataRequest } from "../../errors/rejections";
import { ServiceError } from "../../errors/serviceError";

export function notSupportedHere(message: string): ServiceError {
  return new ServiceError({ ...errors.CrmHttpError, status: 501 }, message);
}

/** The metadata sets neither page nor sort: everything that matches comes at once. */
export function optionNotSupported(option: string): ServiceError {
  return invalidODataRequest(`The query parameter ${option} is not supported.`);
}

const searchedFor: Record<string, string> = {
  EntityMetadata: "an entity with specified entity name",
  AttributeMetadata: "an attribute with specified name",
  EntityKeyMetadata: "an entity key with specified name",
  OptionSetMetadataBase: "an option set with specified name",
};

export function noSuchDefinition(typeName: string, key: string): ServiceError {
  const what = searchedFor[typeName] ?? "a relationship with specified name";
  return new ServiceError(errors.ObjectDoesNotExist, `Could not find ${what}: ${key}`);
}
