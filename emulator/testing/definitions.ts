/** Bodies of definitions for tests, as Microsoft's documentation and client libraries write them. */
const CRM = "Microsoft.Dynamics.CRM";

export const label = (text: string, ...more: [number, string][]): object => ({
  "@odata.type": `${CRM}.Label`,
  LocalizedLabels: [[1033, text] as const, ...more].map(([language, localized]) => ({
    "@odata.type": `${CRM}.LocalizedLabel`,
    Label: localized,
    LanguageCode: language,
  })),
});

export const column = (type: string, schemaName: string, more: object = {}): object => ({
  "@odata.type": `${CRM}.${type}AttributeMetadata`,
  SchemaName: schemaName,
  DisplayName: label(schemaName.split("_").at(-1) ?? ""),
  RequiredLevel: { Value: "None" },
  ...more,
});

export const table = (schemaName: string, more: { Attributes?: object[] } & Record<string, unknown> = {}): object => ({
  "@odata.type": `${CRM}.EntityMetadata`,
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
  "@odata.type": `${CRM}.OneToManyRelationshipMetadata`,
  SchemaName: schemaName,
  ReferencedEntity: parent,
  ReferencingEntity: child,
  Lookup: column("Lookup", lookup, { AttributeType: "Lookup", AttributeTypeName: { Value: "LookupType" } }),
  ...more,
});

export const manyToMany = (schemaName: string, first: string, second: string, more: object = {}): object => ({
  "@odata.type": `${CRM}.ManyToManyRelationshipMetadata`,
  SchemaName: schemaName,
  Entity1LogicalName: first,
  Entity2LogicalName: second,
  IntersectEntityName: schemaName,
  ...more,
});

export const option = (value: number | null, text: string): object => ({ Value: value, Label: label(text) });
