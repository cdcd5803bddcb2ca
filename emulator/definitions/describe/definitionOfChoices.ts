/** Choices (option sets), local and global, as OptionSetMetadata and BooleanOptionSetMetadata. */
import type { Catalog } from "../../metadata/catalog";
import { namedGuid } from "../../metadata/ids";
import type { Choice, Column, GlobalChoice, Label, Settings, Table } from "../../metadata/model";
import { definitionKind } from "./definitionType";
import type { Definition, DefinitionKind, Json } from "./definitionType";
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

interface OptionSet {
  metadataId: string;
  name: string;
  displayName: Label;
  description?: Label | undefined;
  isCustom: boolean;
  isGlobal: boolean;
  kind: "Picklist" | "State" | "Status" | "Boolean";
  choices: Choice[];
  settings?: Settings | undefined;
}

const optionSetBase = definitionKind<OptionSet>("OptionSetMetadataBase", {
  isAbstract: true,
  keys: ["Name"],
  settings: (set) => set.settings,
  properties: {
    IsCustomOptionSet: flag((set) => set.isCustom),
    IsGlobal: flag((set) => set.isGlobal),
    IsManaged: flag((set) => !set.isCustom),
    Name: text((set) => set.name),
    ExternalTypeName: text(() => null),
    OptionSetType: enumeration("OptionSetType", (set) => set.kind),
    IntroducedVersion: text((set) => introducedVersion(set.isCustom)),
    MetadataId: guid((set) => set.metadataId),
    HasChanged: flag(() => null),
    Description: labeled((set) => labelValue(set.description, `${set.metadataId}/Description`, !set.isCustom)),
    DisplayName: labeled((set) => labelValue(set.displayName, `${set.metadataId}/DisplayName`, !set.isCustom)),
    IsCustomizable: managed(
      "iscustomizable",
      () => true,
      (set) => set.isCustom,
    ),
  },
});

const optionSet = definitionKind<OptionSet>("OptionSetMetadata", {
  base: optionSetBase,
  properties: {
    ParentOptionSetName: text(() => null),
    Options: complex("Collection(OptionMetadata)", (set) => set.choices.map((choice) => option(set, choice))),
  },
});

const booleanOptionSet = definitionKind<OptionSet>("BooleanOptionSetMetadata", {
  base: optionSetBase,
  properties: {
    TrueOption: complex("OptionMetadata", (set) => booleanOption(set, 1)),
    FalseOption: complex("OptionMetadata", (set) => booleanOption(set, 0)),
  },
});

/** The type of `GlobalOptionSetDefinitions`, and those behind `OptionSet` and `GlobalOptionSet`. */
export const optionSetKinds: readonly DefinitionKind<OptionSet>[] = [optionSetBase, optionSet, booleanOptionSet];
export { booleanOptionSet, optionSet, optionSetBase };

export function definitionOfGlobalChoice(choice: GlobalChoice): Definition {
  return optionSet.define({ ...choice, isGlobal: true, kind: "Picklist" });
}

/** The choices behind a column; for a column on a global choice set that set, seen from the column. */
export function definitionOfColumnChoices(catalog: Catalog, table: Table, column: Column): Definition | null {
  const global = globalChoiceOf(catalog, column);
  if (global) return global;
  const choices = catalog.choices(column);
  if (choices.length === 0) return null;
  const kind = optionSetType(column);
  return (kind === "Boolean" ? booleanOptionSet : optionSet).define({
    metadataId: namedGuid(`optionset/${column.metadataId}`),
    name: `${table.logicalName}_${column.logicalName}`,
    displayName: column.displayName,
    description: column.description,
    isCustom: column.isCustom,
    isGlobal: false,
    kind,
    choices,
  });
}

export function globalChoiceOf(catalog: Catalog, column: Column): Definition | null {
  if (column.globalChoiceName === undefined) return null;
  const choice = catalog.metadata.globalChoices.get(column.globalChoiceName);
  return choice ? definitionOfGlobalChoice(choice) : null;
}

function optionSetType(column: Column): OptionSet["kind"] {
  if (column.type === "Boolean" || column.type === "State" || column.type === "Status") return column.type;
  return "Picklist";
}

function booleanOption(set: OptionSet, value: number): Json {
  const choice = set.choices.find((candidate) => candidate.value === value);
  return choice ? option(set, choice) : null;
}

/** The declared member type is OptionMetadata, so the richer options of state and status announce theirs. */
function option(set: OptionSet, choice: Choice): Json {
  return {
    ...(set.kind === "State" || set.kind === "Status"
      ? { "@odata.type": `#Microsoft.Dynamics.CRM.${set.kind}OptionMetadata` }
      : {}),
    Value: choice.value,
    Color: choice.color ?? null,
    IsManaged: !set.isCustom,
    ExternalValue: "",
    ParentValues: [],
    Tag: null,
    IsHidden: false,
    MetadataId: null,
    HasChanged: null,
    ...(set.kind === "Status" ? { State: choice.state ?? null, TransitionData: null } : {}),
    ...(set.kind === "State"
      ? { DefaultStatus: choice.defaultStatus ?? null, InvariantName: choice.invariantName ?? null }
      : {}),
    Label: labelValue(choice.label, `${set.metadataId}/${choice.value}`, !set.isCustom),
    Description: labelValue(choice.description, `${set.metadataId}/${choice.value}/Description`, !set.isCustom),
  };
}
