/**
 * Dataverse's errors for rejected writes. Codes and statuses: "Web API error codes"; the texts follow
 * observed responses of the service, because people search for them and some clients match on them.
 */
import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import type { AlternateKey, Table } from "../metadata/model";

/** The JSON could be read but does not fit the table: names, types, nesting. */
export function payloadError(message: string): ServiceError {
  return new ServiceError(
    errors.InvalidPayload,
    `Error identified in Payload provided by the user for Entity :'', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : Microsoft.OData.ODataException: ${message}`,
  );
}

/** ODataLib's text for `name@odata.bind` (or another annotation) without a navigation property of that name. */
export function undeclaredProperty(name: string): ServiceError {
  return payloadError(
    `An undeclared property '${name}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
  );
}

export function invalidProperty(table: Table, name: string): ServiceError {
  return payloadError(
    `Invalid property '${name}' was found in entity 'Microsoft.Dynamics.CRM.${table.logicalName}'. The property '${name}' does not exist on type 'Microsoft.Dynamics.CRM.${table.logicalName}'. Make sure to only use property names that are defined by the type.`,
  );
}

export function deepUpdate(navigation: string): ServiceError {
  return payloadError(`Deep update of the navigation property '${navigation}' is not supported; use '@odata.bind'.`);
}

export function wrongLiteral(value: unknown, edmType: string): ServiceError {
  return payloadError(`Cannot convert the literal '${String(value)}' to the expected type '${edmType}'.`);
}

export function doesNotExist(table: Table, id: string): ServiceError {
  return new ServiceError(errors.ObjectDoesNotExist, `${table.logicalName} With Id = ${id} Does Not Exist`);
}

export function noRowWithKey(table: Table): ServiceError {
  return new ServiceError(
    errors.RecordNotFoundByEntityKey,
    `A record with the specified key values does not exist in ${table.logicalName} entity`,
  );
}

export function keyTaken(): ServiceError {
  return new ServiceError(errors.DuplicateRecord, "Cannot insert duplicate key.");
}

export function matchingKeyExists(): ServiceError {
  return new ServiceError(errors.DuplicateRecord, "A record with matching key values already exists.");
}

export function alternateKeyTaken(key: AlternateKey, columnNames: string[]): ServiceError {
  const keyName = key.displayName[1033] ?? key.logicalName;
  return new ServiceError(
    errors.DuplicateRecordEntityKey,
    `A record that has the attribute values ${columnNames.join(", ")} already exists. The entity key ${keyName} requires that this set of attributes contains unique values. Select unique values and try again.`,
  );
}

export function staleVersion(): ServiceError {
  return new ServiceError(
    errors.ConcurrencyVersionMismatch,
    "The version of the existing record doesn't match the RowVersion property provided.",
  );
}
