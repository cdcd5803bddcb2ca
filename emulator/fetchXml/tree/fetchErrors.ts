/** What Dataverse refuses in FetchXML. Codes and, where published, texts: Microsoft, "Web service error codes". */
import { type ErrorEntry, errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import type { Table } from "../../metadata/model";
import type { XmlElement } from "./xmlElement";

/** Text that is not XML, or XML that is not a fetch. */
export const invalidXml = (message: string): ServiceError =>
  new ServiceError(errors.QueryBuilderDeserializeInvalidNode, `Invalid Xml. ${message}`);

export const invalidChild = (parent: XmlElement, child: XmlElement, valid: readonly string[]): ServiceError =>
  new ServiceError(
    errors.QueryBuilderDeserializeInvalidNode,
    `Invalid Child Node, valid nodes are ${valid.join(", ")}. NodeName = ${child.name} ${nodeXml(parent)}`,
  );

export const missingAttribute = (element: XmlElement, name: string): ServiceError =>
  new ServiceError(
    errors.QueryBuilderAttributeNotFound,
    `A required attribute was not specified. Attribute = ${name} ${nodeXml(element)}`,
  );

export const noEntity = (name: string): ServiceError =>
  new ServiceError(
    errors.QueryBuilderNoEntity,
    `The entity with a name = '${name}' with namemapping = 'Logical' was not found in the MetadataCache.`,
  );

export const noAttribute = (table: Table, name: string): ServiceError =>
  new ServiceError(
    errors.QueryBuilderNoAttribute,
    `'${table.schemaName}' entity doesn't contain attribute with Name = '${name}' and NameMapping = 'Logical'.`,
  );

export const invalidValue = (table: Table, columnName: string, value: string): ServiceError =>
  new ServiceError(
    errors.QueryBuilderInvalidAttributeValue,
    `The attribute value provided is invalid: '${value}' for the attribute '${columnName}' of the entity '${table.logicalName}'.`,
  );

export const operatorNotForColumn = (operator: string, columnName: string, type: string): ServiceError =>
  new ServiceError(
    errors.QueryBuilderInvalidConditionOperator,
    `Unsupported condition operator. The operator '${operator}' is not valid for the attribute '${columnName}' of type ${type}.`,
  );

export const unknownAlias = (name: string): ServiceError =>
  new ServiceError(
    errors.QueryBuilderAlias_Does_Not_Exist,
    `The specified alias for the given entity in the condition does not exist. Link entity with name or alias ${name} is not found.`,
  );

export const duplicateAlias = (alias: string): ServiceError =>
  new ServiceError(errors.QueryBuilderDuplicateAlias, `FetchXML should have unique aliases. Alias = ${alias}`);

export const aggregateRule = (error: ErrorEntry, rule: string, element: XmlElement): ServiceError =>
  new ServiceError(error, `${rule} ${nodeXml(element)}`);

/** The element without its content. */
export const nodeXml = ({ name, attributes }: XmlElement): string =>
  `NodeXml : <${name}${[...attributes].map(([key, value]) => ` ${key}="${value}"`).join("")} />`;
