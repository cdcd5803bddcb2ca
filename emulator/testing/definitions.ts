/** Bodies of definitions for tests, as Microsoft's documentation and client libraries write them. */
const crm = "Microsoft.Dynamics.CRM";

export const label = (text: string, ...more: [number, string][]): object => ({
  "@odata.type": `${crm}.Label`,
  LocalizedLabels: [[1033, text] as const, ...more].map(([language, localized]) => ({
    "@odata.type": `${crm}.LocalizedLabel`,
    Label: localized,
    LanguageCode: language,
  })),
});

export const column = (type: string, schemaName: string, more: object = {}): object => ({
  "@odata.type": `${crm}.${type}AttributeMetadata`,
  SchemaName: schemaName,
  DisplayName: label(schemaName.split("_").at(-1) ?? ""),
  RequiredLevel: { Value: "None" },
  ...more,
});

export const table = (schemaName: string, more: { Attributes?: object[] } & Record<string, unknown> = {}): object => ({
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
});

export const oneToMany = (
  schemaName: string,
  [parent, child]: [string, string],
  lookup: string,
  more: object = {},
): object => ({
  "@odata.type": `${crm}.OneToManyRelationshipMetadata`,
  SchemaName: schemaName,
  ReferencedEntity: parent,
  ReferencingEntity: child,
  Lookup: column("Lookup", lookup, { AttributeType: "Lookup", AttributeTypeName: { Value: "LookupType" } }),
  ...more,
});

export const manyToMany = (schemaName: string, first: string, second: string, more: object = {}): object => ({
  "@odata.type": `${crm}.ManyToManyRelationshipMetadata`,
  SchemaName: schemaName,
  Entity1LogicalName: first,
  Entity2LogicalName: second,
  IntersectEntityName: schemaName,
  ...more,
});

export const option = (value: number | null, text: string): object => ({ Value: value, Label: label(text) });
