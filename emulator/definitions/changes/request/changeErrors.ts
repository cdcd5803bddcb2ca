/** How the service refuses a change of its definitions. Codes and texts: "Web service error codes", Microsoft. */
import { errors } from "../../../errors/catalog";
import { invalidArgument } from "../../../errors/rejections";
import { ServiceError } from "../../../errors/serviceError";

export const missingMember = (name: string, type: string): ServiceError =>
  invalidArgument(`Required member '${name}' missing for '${type}'.`);

export const unknownTable = (name: string): ServiceError =>
  new ServiceError(errors.ObjectDoesNotExist, `Could not find an entity with specified entity name: ${name}`);

export const unknownColumn = (table: string, name: string): ServiceError =>
  new ServiceError(errors.InvalidAttribute, `Attribute ${name} cannot be found for entity ${table}.`);

export const columnExists = (name: string): ServiceError =>
  new ServiceError(errors.DuplicateAttributeSchemaName, `An attribute with the specified name ${name} already exists.`);

export const notUnique = (name: string, type: string): ServiceError =>
  new ServiceError(
    errors.SchemaNameisNotUnique,
    `The schema name ${name} for type ${type} is not unique. An ${type} with same name already exists.`,
  );

export const notAlphanumeric = (name: string, type: string): ServiceError =>
  new ServiceError(
    errors.SchemaNameContainsNonAlphaNumericCharacters,
    `Identifier ${name} for type ${type} can only consist of alpha-numeric and underscore characters.`,
  );

export const notStartingWithLetter = (name: string, type: string): ServiceError =>
  new ServiceError(
    errors.SchemaNameNotStartwithLetter,
    `Identifiers should start with a letter. The schema name ${name} for type ${type} doesn't start with letter.`,
  );

export const invalidPrefix = (name: string, type: string): ServiceError =>
  new ServiceError(
    errors.InvalidNamePrefix,
    `The schema name ${name} for type ${type} is invalid or missing. Custom attribute, entity, entitykey, option set and relationship names must start with a valid customization prefix. The prefix for a solution component should match the prefix that is specified for the publisher of the solution.`,
  );

export const nameTooLong = (name: string, type: string, limit: number): ServiceError =>
  new ServiceError(
    errors.SchemaNameLengthExceedsLimit,
    `Identifiers cannot be more than ${limit} characters long. The provided schema name ${name} length for type ${type} is greater than maxlength ${limit} characters.`,
  );

export const collectionNameExists = (name: string): ServiceError =>
  new ServiceError(
    errors.InvalidCollectionName,
    `An entity with the specified collection name ${name} already exists. Specify a unique name.`,
  );

export const entitySetNameExists = (name: string): ServiceError =>
  new ServiceError(
    errors.InvalidEntitySetName,
    `An entity with the specified entity set name ${name} already exists. Specify a unique name.`,
  );

export const navigationPropertyExists = (name: string): ServiceError =>
  new ServiceError(
    errors.NavigationPropertyAlreadyExists,
    `NavigationPropertyName ${name} is not unique within an entity`,
  );

export const sameNavigationProperties = (schemaName: string): ServiceError =>
  new ServiceError(
    errors.NavigationPropertyNameCannotBeTheSameOnBothSidesOfRel,
    `Navigation Property Name cannot be the same on both sides of a self-referential relationship. SchemaName - ${schemaName}`,
  );

/** A component that others need cannot go before them. */
export const stillReferenced = (type: string, id: string, count: number): ServiceError =>
  new ServiceError(
    errors.CannotDeleteInUseComponent,
    `The ${type}(${id}) component cannot be deleted because it is referenced by ${count} other components. For a list of referenced components, use the RetrieveDependenciesForDeleteRequest.`,
  );

/** What Microsoft's solutions brought stays. */
export const managedComponent = (operation: string, name: string, id: string): ServiceError =>
  new ServiceError(
    errors.CannotDeleteMetadata,
    `The '${operation}' operation on the current component(name='${name}', id='${id}') failed during managed property evaluation of condition: 'Managed Property Name: iscustomizable; Component Attribute Name: iscustomizable; Attribute Name: ${name};'`,
  );

export const notCustomColumn = (name: string): ServiceError =>
  new ServiceError(errors.AttributeIsNotCustomAttribute, `The specified attribute is not a custom attribute: ${name}`);

export const notCustomRelationship = (name: string): ServiceError =>
  new ServiceError(
    errors.RelationshipIsNotCustomRelationship,
    `The specified relationship is not a custom relationship: ${name}`,
  );
