/** FetchXML that Dataverse rejects. Codes and, where published, texts: [ErrorCodes]. */
import { type ErrorEntry, errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import type { Table } from "../../metadata/model";
import type { XmlElement } from "./xmlElement";

/** Text that is not XML, or XML that is not a fetch. */
export function invalidXml(message: string): ServiceError {
  return new ServiceError(errors.QueryBuilderDeserializeInvalidNode, `Invalid Xml. ${message}`);
}

export function invalidChild(parent: XmlElement, child: XmlElement, valid: readonly string[]): ServiceError {
  return new ServiceError(
    errors.QueryBuilderDeserializeInvalidNode,
    `Invalid Child Node, valid nodes are ${valid.join(", ")}. NodeName = ${child.name} ${nodeXml(parent)}`,
  );
}

export function missingAttribute(element: XmlElement, name: string): ServiceError {
  return new ServiceError(
    errors.QueryBuilderAttributeNotFound,
    `A required attribute was not specified. Attribute = ${name} ${nodeXml(element)}`,
  );
}

export function noEntity(name: string): ServiceError {
  return new ServiceError(
    errors.QueryBuilderNoEntity,
    `The entity with a name = '${name}' with namemapping = 'Logical' was not found in the MetadataCache.`,
  );
}

export function noAttribute(table: Table, name: string): ServiceError {
  return new ServiceError(
    errors.QueryBuilderNoAttribute,
    `'${table.schemaName}' entity doesn't contain attribute with Name = '${name}' and NameMapping = 'Logical'.`,
  );
}

export function invalidValue(table: Table, columnName: string, value: string): ServiceError {
  return new ServiceError(
    errors.QueryBuilderInvalidAttributeValue,
    `The attribute value provided is invalid: '${value}' for the attribute '${columnName}' of the entity '${table.logicalName}'.`,
  );
}

export function operatorNotForColumn(operator: string, columnName: string, type: string): ServiceError {
  return new ServiceError(
    errors.QueryBuilderInvalidConditionOperator,
    `Unsupported condition operator. The operator '${operator}' is not valid for the attribute '${columnName}' of type ${type}.`,
  );
}

export function unknownAlias(name: string): ServiceError {
  return new ServiceError(
    errors.QueryBuilderAlias_Does_Not_Exist,
    `The specified alias for the given entity in the condition does not exist. Link entity with name or alias ${name} is not found.`,
  );
}

export function duplicateAlias(alias: string): ServiceError {
  return new ServiceError(errors.QueryBuilderDuplicateAlias, `FetchXML should have unique aliases. Alias = ${alias}`);
}

export function aggregateRule(error: ErrorEntry, rule: string, element: XmlElement): ServiceError {
  return new ServiceError(error, `${rule} ${nodeXml(element)}`);
}

/** The element without its content. */
export function nodeXml({ name, attributes }: XmlElement): string {
  return `NodeXml : <${name}${[...attributes].map(([key, value]) => ` ${key}="${value}"`).join("")} />`;
}
