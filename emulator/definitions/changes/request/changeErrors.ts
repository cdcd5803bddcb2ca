/** How the service refuses a change of its definitions. Codes and texts: [ErrorCodes]. */
import { errors } from "../../../errors/catalog";
import { invalidArgument } from "../../../errors/rejections";
import { ServiceError } from "../../../errors/serviceError";

export function missingMember(name: string, type: string): ServiceError {
  return invalidArgument(`Required member '${name}' missing for '${type}'.`);
}

export function unknownTable(name: string): ServiceError {
  return new ServiceError(errors.ObjectDoesNotExist, `Could not find an entity with specified entity name: ${name}`);
}

export function unknownColumn(table: string, name: string): ServiceError {
  return new ServiceError(errors.InvalidAttribute, `Attribute ${name} cannot be found for entity ${table}.`);
}

export function columnExists(name: string): ServiceError {
  return new ServiceError(
    errors.DuplicateAttributeSchemaName,
    `An attribute with the specified name ${name} already exists.`,
  );
}

export function notUnique(name: string, type: string): ServiceError {
  return new ServiceError(
    errors.SchemaNameisNotUnique,
    `The schema name ${name} for type ${type} is not unique. An ${type} with same name already exists.`,
  );
}

export function notAlphanumeric(name: string, type: string): ServiceError {
  return new ServiceError(
    errors.SchemaNameContainsNonAlphaNumericCharacters,
    `Identifier ${name} for type ${type} can only consist of alpha-numeric and underscore characters.`,
  );
}

export function notStartingWithLetter(name: string, type: string): ServiceError {
  return new ServiceError(
    errors.SchemaNameNotStartwithLetter,
    `Identifiers should start with a letter. The schema name ${name} for type ${type} doesn't start with letter.`,
  );
}

export function invalidPrefix(name: string, type: string): ServiceError {
  return new ServiceError(
    errors.InvalidNamePrefix,
    `The schema name ${name} for type ${type} is invalid or missing. Custom attribute, entity, entitykey, option set and relationship names must start with a valid customization prefix. The prefix for a solution component should match the prefix that is specified for the publisher of the solution.`,
  );
}

export function nameTooLong(name: string, type: string, limit: number): ServiceError {
  return new ServiceError(
    errors.SchemaNameLengthExceedsLimit,
    `Identifiers cannot be more than ${limit} characters long. The provided schema name ${name} length for type ${type} is greater than maxlength ${limit} characters.`,
  );
}

export function collectionNameExists(name: string): ServiceError {
  return new ServiceError(
    errors.InvalidCollectionName,
    `An entity with the specified collection name ${name} already exists. Specify a unique name.`,
  );
}

export function entitySetNameExists(name: string): ServiceError {
  return new ServiceError(
    errors.InvalidEntitySetName,
    `An entity with the specified entity set name ${name} already exists. Specify a unique name.`,
  );
}

export function navigationPropertyExists(name: string): ServiceError {
  return new ServiceError(
    errors.NavigationPropertyAlreadyExists,
    `NavigationPropertyName ${name} is not unique within an entity`,
  );
}

export function sameNavigationProperties(schemaName: string): ServiceError {
  return new ServiceError(
    errors.NavigationPropertyNameCannotBeTheSameOnBothSidesOfRel,
    `Navigation Property Name cannot be the same on both sides of a self-referential relationship. SchemaName - ${schemaName}`,
  );
}

/** A component that others need cannot go before them. */
export function stillReferenced(type: string, id: string, count: number): ServiceError {
  return new ServiceError(
    errors.CannotDeleteInUseComponent,
    `The ${type}(${id}) component cannot be deleted because it is referenced by ${count} other components. For a list of referenced components, use the RetrieveDependenciesForDeleteRequest.`,
  );
}

/** Components of Microsoft's solutions cannot be removed. */
export function managedComponent(operation: string, name: string, id: string): ServiceError {
  return new ServiceError(
    errors.CannotDeleteMetadata,
    `The '${operation}' operation on the current component(name='${name}', id='${id}') failed during managed property evaluation of condition: 'Managed Property Name: iscustomizable; Component Attribute Name: iscustomizable; Attribute Name: ${name};'`,
  );
}

export function notCustomColumn(name: string): ServiceError {
  return new ServiceError(
    errors.AttributeIsNotCustomAttribute,
    `The specified attribute is not a custom attribute: ${name}`,
  );
}

export function notCustomRelationship(name: string): ServiceError {
  return new ServiceError(
    errors.RelationshipIsNotCustomRelationship,
    `The specified relationship is not a custom relationship: ${name}`,
  );
}
