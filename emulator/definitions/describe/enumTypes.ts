/**
 * Enum types of Dataverse's metadata with their members and values [EnumTypeReference]. Names are
 * what the JSON carries; values are what `gt` and `lt` compare and what CSDL declares.
 */
export const enumTypes: Record<string, Record<string, number>> = {
  AssociatedMenuBehavior: { UseCollectionName: 0, UseLabel: 1, DoNotDisplay: 2 },
  AssociatedMenuGroup: { Details: 0, Sales: 1, Service: 2, Marketing: 3 },
  AttributeRequiredLevel: { None: 0, SystemRequired: 1, ApplicationRequired: 2, Recommended: 3 },
  AttributeTypeCode: {
    Boolean: 0,
    Customer: 1,
    DateTime: 2,
    Decimal: 3,
    Double: 4,
    Integer: 5,
    Lookup: 6,
    Memo: 7,
    Money: 8,
    Owner: 9,
    PartyList: 10,
    Picklist: 11,
    State: 12,
    Status: 13,
    String: 14,
    Uniqueidentifier: 15,
    CalendarRules: 16,
    Virtual: 17,
    BigInt: 18,
    ManagedProperty: 19,
    EntityName: 20,
  },
  CascadeType: { NoCascade: 0, Cascade: 1, Active: 2, UserOwned: 3, RemoveLink: 4, Restrict: 5 },
  DeletedMetadataFilters: { Default: 1, Entity: 1, Attribute: 2, Relationship: 4, Label: 8, OptionSet: 16, All: 31 },
  DateTimeFormat: { DateOnly: 0, DateAndTime: 1 },
  EntityKeyIndexStatus: { Pending: 0, InProgress: 1, Active: 2, Failed: 3 },
  ImeMode: { Auto: 0, Inactive: 1, Active: 2, Disabled: 3 },
  IntegerFormat: { None: 0, Duration: 1, TimeZone: 2, Language: 3, Locale: 4 },
  LogicalOperator: { And: 0, Or: 1 },
  LookupFormat: { None: 0, Connection: 1, Regarding: 2, Text: 3 },
  MetadataConditionOperator: { Equals: 0, NotEquals: 1, In: 2, NotIn: 3, GreaterThan: 4, LessThan: 5 },
  OptionSetType: { Picklist: 0, State: 1, Status: 2, Boolean: 3 },
  OwnershipTypes: { None: 0, UserOwned: 1, TeamOwned: 2, BusinessOwned: 4, OrganizationOwned: 8, BusinessParented: 16 },
  PrivilegeType: { None: 0, Create: 1, Read: 2, Write: 3, Delete: 4, Assign: 5, Share: 6, Append: 7, AppendTo: 8 },
  RelationshipType: { OneToManyRelationship: 0, ManyToManyRelationship: 1 },
  SecurityTypes: { None: 0, Append: 1, ParentChild: 2, Pointer: 4, Inheritance: 8 },
  StringFormat: {
    Email: 0,
    Text: 1,
    TextArea: 2,
    Url: 3,
    TickerSymbol: 4,
    PhoneticGuide: 5,
    VersionNumber: 6,
    Phone: 7,
    Json: 8,
    RichText: 9,
  },
};

/** Enums whose members may be combined. */
export const flagEnums: ReadonlySet<string> = new Set(["DeletedMetadataFilters", "OwnershipTypes", "SecurityTypes"]);

/** True if a short type name is one of the enums above. */
export function isEnum(type: string): boolean {
  return Object.hasOwn(enumTypes, type);
}

/** The member a filter names, by name or by number; `undefined` when the enum has no such member. */
export function enumMember(type: string, text: string): string | undefined {
  const members = enumTypes[type] ?? {};
  if (Object.hasOwn(members, text)) return text;
  return /^\d+$/.test(text) ? Object.keys(members).find((name) => members[name] === Number(text)) : undefined;
}
