/**
 * Complex types of Dataverse's metadata [ComplexTypeReference]: the members a filter path such as
 * `RequiredLevel/Value` may step into, and what `$metadata` declares. Member types are written as in
 * `definitionType.ts`.
 */
interface ComplexType {
  base?: string;
  members: Record<string, string>;
}

function managed(value: string): ComplexType {
  return {
    members: { Value: value, CanBeChanged: "Edm.Boolean", ManagedPropertyLogicalName: "Edm.String" },
  };
}
const named: ComplexType = { members: { Value: "Edm.String" } };

export const complexTypes: Record<string, ComplexType> = {
  AssociatedMenuConfiguration: {
    members: {
      Behavior: "AssociatedMenuBehavior",
      Group: "AssociatedMenuGroup",
      Order: "Edm.Int32",
      IsCustomizable: "Edm.Boolean",
      Icon: "Edm.String",
      ViewId: "Edm.Guid",
      AvailableOffline: "Edm.Boolean",
      MenuId: "Edm.String",
      QueryApi: "Edm.String",
      Label: "Label",
    },
  },
  AttributeRequiredLevelManagedProperty: managed("AttributeRequiredLevel"),
  AttributeTypeDisplayName: named,
  BooleanManagedProperty: managed("Edm.Boolean"),
  CascadeConfiguration: {
    members: {
      Assign: "CascadeType",
      Delete: "CascadeType",
      Archive: "CascadeType",
      Merge: "CascadeType",
      Reparent: "CascadeType",
      Share: "CascadeType",
      Unshare: "CascadeType",
      RollupView: "CascadeType",
    },
  },
  DateTimeBehavior: named,
  EntitySetting: { members: { Name: "Edm.String", Value: "Edm.String" } },
  Label: { members: { LocalizedLabels: "Collection(LocalizedLabel)", UserLocalizedLabel: "LocalizedLabel" } },
  LocalizedLabel: {
    members: {
      Label: "Edm.String",
      LanguageCode: "Edm.Int32",
      IsManaged: "Edm.Boolean",
      MetadataId: "Edm.Guid",
      HasChanged: "Edm.Boolean",
    },
  },
  MemoFormatName: named,
  OptionMetadata: {
    members: {
      Value: "Edm.Int32",
      Color: "Edm.String",
      IsManaged: "Edm.Boolean",
      ExternalValue: "Edm.String",
      ParentValues: "Collection(Edm.Int32)",
      Tag: "Edm.String",
      IsHidden: "Edm.Boolean",
      MetadataId: "Edm.Guid",
      HasChanged: "Edm.Boolean",
      Label: "Label",
      Description: "Label",
    },
  },
  RelationshipAttribute: { members: { ReferencedAttribute: "Edm.String", ReferencingAttribute: "Edm.String" } },
  SecurityPrivilegeMetadata: {
    members: {
      CanBeBasic: "Edm.Boolean",
      CanBeDeep: "Edm.Boolean",
      CanBeGlobal: "Edm.Boolean",
      CanBeLocal: "Edm.Boolean",
      CanBeEntityReference: "Edm.Boolean",
      CanBeParentEntityReference: "Edm.Boolean",
      Name: "Edm.String",
      PrivilegeId: "Edm.Guid",
      PrivilegeType: "PrivilegeType",
    },
  },
  StateOptionMetadata: {
    base: "OptionMetadata",
    members: { DefaultStatus: "Edm.Int32", InvariantName: "Edm.String" },
  },
  StatusOptionMetadata: { base: "OptionMetadata", members: { State: "Edm.Int32", TransitionData: "Edm.String" } },
  StringFormatName: named,
};
