/** What Dataverse refuses in FetchXML. Codes and, where published, texts: Microsoft, "Web service error codes". */
import { ServiceError } from "../../errors/serviceError";
import type { Table } from "../../metadata/model";
import type { XmlElement } from "./xmlElement";

export const fetchError = (code: string, message: string): ServiceError => new ServiceError(400, code, message);

/** InvalidArgument */
export const invalidArgument = (message: string): ServiceError => fetchError("0x80040203", message);

/** QueryBuilderDeserializeInvalidNode: text that is no XML, or XML that is no fetch. */
export const invalidXml = (message: string): ServiceError => fetchError("0x8004111c", `Invalid Xml. ${message}`);

export const invalidChild = (parent: XmlElement, child: XmlElement, valid: readonly string[]): ServiceError =>
  fetchError(
    "0x8004111c",
    `Invalid Child Node, valid nodes are ${valid.join(", ")}. NodeName = ${child.name} ${nodeXml(parent)}`,
  );

/** QueryBuilderAttributeNotFound */
export const missingAttribute = (element: XmlElement, name: string): ServiceError =>
  fetchError("0x8004111e", `A required attribute was not specified. Attribute = ${name} ${nodeXml(element)}`);

/** QueryBuilderNoEntity */
export const unknownTable = (name: string): ServiceError =>
  fetchError(
    "0x80041102",
    `The entity with a name = '${name}' with namemapping = 'Logical' was not found in the MetadataCache.`,
  );

/** QueryBuilderNoAttribute */
export const unknownColumn = (table: Table, name: string): ServiceError =>
  fetchError(
    "0x80041103",
    `'${table.schemaName}' entity doesn't contain attribute with Name = '${name}' and NameMapping = 'Logical'.`,
  );

/** QueryBuilderInvalidAttributeValue */
export const invalidValue = (table: Table, columnName: string, value: string): ServiceError =>
  fetchError(
    "0x80041139",
    `The attribute value provided is invalid: '${value}' for the attribute '${columnName}' of the entity '${table.logicalName}'.`,
  );

/** QueryBuilderInvalidConditionOperator */
export const operatorNotForColumn = (operator: string, columnName: string, type: string): ServiceError =>
  fetchError(
    "0x80041120",
    `Unsupported condition operator. The operator '${operator}' is not valid for the attribute '${columnName}' of type ${type}.`,
  );

/** QueryBuilderAlias_Does_Not_Exist */
export const unknownAlias = (name: string): ServiceError =>
  fetchError(
    "0x8004110a",
    `The specified alias for the given entity in the condition does not exist. Link entity with name or alias ${name} is not found.`,
  );

/** QueryBuilderDuplicateAlias */
export const duplicateAlias = (alias: string): ServiceError =>
  fetchError("0x80041130", `FetchXML should have unique aliases. Alias = ${alias}`);

export const aggregateRule = (code: string, rule: string, element: XmlElement): ServiceError =>
  fetchError(code, `${rule} ${nodeXml(element)}`);

/** The element without its content. */
export const nodeXml = ({ name, attributes }: XmlElement): string =>
  `NodeXml : <${name}${[...attributes].map(([key, value]) => ` ${key}="${value}"`).join("")} />`;
