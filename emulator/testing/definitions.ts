/** Bodies of definitions for tests, as Microsoft's documentation and client libraries write them. */
const crm = "Microsoft.Dynamics.CRM";

export function label(text: string, ...more: [number, string][]): object {
  return {
    "@odata.type": `${crm}.Label`,
    LocalizedLabels: [[1033, text] as const, ...more].map(([language, localized]) => ({
      "@odata.type": `${crm}.LocalizedLabel`,
      Label: localized,
      LanguageCode: language,
    })),
  };
}

export function column(type: string, schemaName: string, more: object = {}): object {
  return {
    "@odata.type": `${crm}.${type}AttributeMetadata`,
    SchemaName: schemaName,
    DisplayName: label(schemaName.split("_").at(-1) ?? ""),
    RequiredLevel: { Value: "None" },
    ...more,
  };
}

export function table(schemaName: string, more: { Attributes?: object[] } & Record<string, unknown> = {}): object {
  return {
    "@odata.type": `${crm}.EntityMetadata`,
    SchemaName: schemaName,
    DisplayName: label(schemaName),
    DisplayCollectionName: label(`${schemaName}s`),
    OwnershipType: "UserOwned",
    HasActivities: false,
    HasNotes: false,
    IsActivity: false,
    ...more,
    Attributes: [
      column("String", "new_Name", { MaxLength: 200, FormatName: { Value: "Text" }, IsPrimaryName: true }),
      ...(more.Attributes ?? []),
    ],
  };
}

export function oneToMany(
  schemaName: string,
  [parent, child]: [string, string],
  lookup: string,
  more: object = {},
): object {
  return {
    "@odata.type": `${crm}.OneToManyRelationshipMetadata`,
    SchemaName: schemaName,
    ReferencedEntity: parent,
    ReferencingEntity: child,
    Lookup: column("Lookup", lookup, { AttributeType: "Lookup", AttributeTypeName: { Value: "LookupType" } }),
    ...more,
  };
}

export function manyToMany(schemaName: string, first: string, second: string, more: object = {}): object {
  return {
    "@odata.type": `${crm}.ManyToManyRelationshipMetadata`,
    SchemaName: schemaName,
    Entity1LogicalName: first,
    Entity2LogicalName: second,
    IntersectEntityName: schemaName,
    ...more,
  };
}

export function option(value: number | null, text: string): object {
  return { Value: value, Label: label(text) };
}
