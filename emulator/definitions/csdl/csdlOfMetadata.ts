/** The metadata's own types in `$metadata`, from the tables that also answer EntityDefinitions. */
import { complexTypes } from "../describe/complexTypes";
import type { DefinitionType } from "../describe/definitionType";
import { definitionTypes } from "../describe/definitionTypes";
import { enumTypes, flagEnums } from "../describe/enumTypes";
import { element } from "./xml";

/** Inherited by every metadata type; the id is their key. */
const shared = { MetadataId: "Edm.Guid", HasChanged: "Edm.Boolean" };

export function metadataSchema(): string[] {
  return [
    element("EntityType", { Name: "MetadataBase", BaseType: "mscrm.crmbaseentity", Abstract: true }, [
      element("Key", {}, [element("PropertyRef", { Name: "MetadataId" })]),
      ...Object.entries(shared).map(([name, type]) => property(name, type)),
    ]),
    ...definitionTypes.map(entityType),
    ...definitionTypes.map(complexForm),
    ...Object.entries(complexTypes).map(([name, { base, members }]) =>
      element(
        "ComplexType",
        { Name: name, BaseType: base && `mscrm.${base}` },
        Object.entries(members).map(([member, type]) => property(member, type)),
      ),
    ),
    ...Object.entries(enumTypes).map(([name, members]) =>
      element(
        "EnumType",
        { Name: name, IsFlags: flagEnums.has(name) || undefined },
        Object.entries(members).map(([member, value]) => element("Member", { Name: member, Value: value })),
      ),
    ),
  ];
}

function entityType(type: DefinitionType): string {
  const own = [...type.properties].filter(([name]) => !type.base?.properties.has(name) && !Object.hasOwn(shared, name));
  const navigations = [...type.navigations].filter(([name]) => !type.base?.navigations.has(name));
  return element(
    "EntityType",
    {
      Name: type.name,
      BaseType: `mscrm.${type.base?.name ?? "MetadataBase"}`,
      Abstract: type.isAbstract || undefined,
    },
    [
      ...own.map(([name, declared]) => property(name, declared)),
      ...navigations.map(([name, { target, isCollection }]) => {
        const targetType = `mscrm.${target.name}`;
        return element("NavigationProperty", {
          Name: name,
          Type: isCollection ? `Collection(${targetType})` : targetType,
        });
      }),
    ],
  );
}

/** The same as a structure without identity, its parts inside: what RetrieveMetadataChanges answers with. */
function complexForm(type: DefinitionType): string {
  const own = [...type.properties].filter(([name]) => !type.base?.properties.has(name));
  const inside = [...type.navigations].filter(([name]) => !type.base?.navigations.has(name));
  return element(
    "ComplexType",
    { Name: `Complex${type.name}`, BaseType: type.base && `mscrm.Complex${type.base.name}` },
    [
      ...own.map(([name, declared]) => property(name, declared)),
      ...inside.map(([name, { target, isCollection }]) =>
        property(name, isCollection ? `Collection(Complex${target.name})` : `Complex${target.name}`),
      ),
    ],
  );
}

function property(name: string, type: string): string {
  const item = /^Collection\((.*)\)$/.exec(type)?.[1];
  const named = (simple: string): string => (simple.startsWith("Edm.") ? simple : `mscrm.${simple}`);
  return element("Property", {
    Name: name,
    Type: item === undefined ? named(type) : `Collection(${named(item)})`,
    ...(item === undefined ? {} : { Nullable: false }),
    ...(type === "Edm.Decimal" ? { Scale: "Variable" } : {}),
  });
}
