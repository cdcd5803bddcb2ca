/** Alternate keys as EntityKeyMetadata. */
import type { AlternateKey, Table } from "../../metadata/model";
import { definitionKind } from "./definitionType";
import type { Definition } from "./definitionType";
import {
  complex,
  enumeration,
  flag,
  guid,
  introducedVersion,
  labeled,
  labelValue,
  managed,
  text,
} from "./propertyValues";

interface KeySource {
  table: Table;
  key: AlternateKey;
}

/** A maker adds alternate keys, to standard tables too, so none of them is managed. */
export const entityKey = definitionKind<KeySource>("EntityKeyMetadata", {
  keys: ["LogicalName"],
  settings: ({ key }) => key.settings,
  properties: {
    EntityKeyIndexStatus: enumeration("EntityKeyIndexStatus", ({ key }) => key.indexStatus),
    EntityLogicalName: text(({ table }) => table.logicalName),
    IntroducedVersion: text(() => introducedVersion(true)),
    IsExportKey: flag(() => false),
    IsManaged: flag(() => false),
    IsSecondaryKey: flag(() => false),
    IsSynchronous: flag(() => false),
    LogicalName: text(({ key }) => key.logicalName),
    SchemaName: text(({ key }) => key.schemaName),
    MetadataId: guid(({ key }) => key.metadataId),
    HasChanged: flag(() => null),
    KeyAttributes: complex("Collection(Edm.String)", ({ key }) => key.columns),
    DisplayName: labeled(({ key }) => labelValue(key.displayName, `${key.metadataId}/DisplayName`, false)),
    IsCustomizable: managed("iscustomizable", () => true),
  },
});

export function definitionOfKey(table: Table, key: AlternateKey): Definition {
  return entityKey.define({ table, key });
}
