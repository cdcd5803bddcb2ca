/**
 * The JSON of .NET's data contract serializer, the format of event contexts ([Webhooks]: request body):
 * `__type` first if the static type does not determine it, dictionaries as lists of pairs, instants as `/Date(ms)/`,
 * members in alphabetical order.
 */

const contracts = "http://schemas.microsoft.com/xrm/2011/Contracts";

export const emptyGuid = "00000000-0000-0000-0000-000000000000";

export interface Pair {
  key: string;
  value: unknown;
}

export interface Entity {
  Attributes: Pair[];
  EntityState: null;
  FormattedValues: Pair[];
  Id: string;
  KeyAttributes: [];
  LogicalName: string;
  RelatedEntities: [];
  RowVersion: null;
}

export interface EntityReference {
  Id: string;
  KeyAttributes: [];
  LogicalName: string;
  Name: string | null;
  RowVersion: null;
}

/** A value in a place that could hold any type. */
export function typed<T extends object>(
  type: "Entity" | "EntityCollection" | "EntityReference" | "Money" | "OptionSetValue" | "Relationship",
  value: T,
): T & { __type: string } {
  return { __type: `${type}:${contracts}`, ...value };
}

export function entityReference(logicalName: string, id: string, name: string | null = null): EntityReference {
  return { Id: id, KeyAttributes: [], LogicalName: logicalName, Name: name, RowVersion: null };
}

export function reference(logicalName: string, id: string, name: string | null = null): object {
  return typed("EntityReference", entityReference(logicalName, id, name));
}

export function optionSetValue(value: number): object {
  return typed("OptionSetValue", { Value: value });
}

export function entity(logicalName: string, id: string, attributes: Pair[], formattedValues: Pair[] = []): Entity {
  return {
    Attributes: attributes,
    EntityState: null,
    FormattedValues: formattedValues,
    Id: id,
    KeyAttributes: [],
    LogicalName: logicalName,
    RelatedEntities: [],
    RowVersion: null,
  };
}

export function entityCollection(logicalName: string, entities: Entity[]): object {
  return typed("EntityCollection", {
    Entities: entities,
    EntityName: logicalName,
    MinActiveRowVersion: null,
    MoreRecords: false,
    PagingCookie: null,
    TotalRecordCount: 0,
    TotalRecordCountLimitExceeded: false,
  });
}

/** `/Date(ms)/`; with an offset the number is UTC all the same. */
export function contractDate(instant: Date, offset = ""): string {
  return `/Date(${instant.getTime()}${offset})/`;
}

/** The serializer escapes every slash; none stands outside of strings. */
export function contractText(value: unknown): string {
  return JSON.stringify(value).replaceAll("/", "\\/");
}
