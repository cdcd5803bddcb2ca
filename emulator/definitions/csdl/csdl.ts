import type { OperationDeclaration } from "../../metadata/operation";
import type { DefinitionsContext } from "../read/answerDefinitions";
import { metadataSchema } from "./csdlOfMetadata";
import { operationsSchema } from "./csdlOfOperations";
import { entitySet, entityType } from "./csdlOfTable";
import { definitionSets } from "../describe/definitionTypes";
import { crmNamespace } from "../describe/definitionType";
import { element } from "./xml";

/** Vocabularies the annotations come from. */
const vocabularies = [
  { namespace: "Org.OData.Core.V1", alias: "Core", document: "Org.OData.Core.V1.xml" },
  { namespace: "OData.Community.Keys.V1", alias: "Keys", document: "OData.Community.Keys.V1.xml" },
];

/**
 * `$metadata`: the organization as CSDL 4.0 XML.
 *
 * @param operations the functions and actions that the organization offers
 * @param withAnnotations whether descriptions, computed and read-only properties and alternate keys are marked
 */
export function csdl(
  { store: { catalog } }: DefinitionsContext,
  operations: readonly OperationDeclaration[],
  withAnnotations: boolean,
): string {
  const tables = catalog.tables();
  const { definitions, imports } = operationsSchema(operations);
  const schema = [
    element("EntityType", { Name: "crmbaseentity", Abstract: true }),
    element("EntityType", { Name: "principal", BaseType: "mscrm.crmbaseentity" }, [
      element("Key", {}, [element("PropertyRef", { Name: "ownerid" })]),
      element("Property", { Name: "ownerid", Type: "Edm.Guid", Nullable: false }),
    ]),
    ...tables.map((table) => entityType(catalog, table, withAnnotations)),
    ...metadataSchema(),
    ...definitions,
    element("EntityContainer", { Name: "System" }, [
      ...tables.map((table) => entitySet(catalog, table)),
      ...Object.entries(definitionSets).map(([name, { type }]) =>
        element("EntitySet", { Name: name, EntityType: `mscrm.${type.name}` }),
      ),
      ...imports,
    ]),
  ];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    element("edmx:Edmx", { Version: "4.0", "xmlns:edmx": "http://docs.oasis-open.org/odata/ns/edmx" }, [
      ...(withAnnotations ? vocabularies.map(reference) : []),
      element("edmx:DataServices", {}, [
        element(
          "Schema",
          { Namespace: crmNamespace, Alias: "mscrm", xmlns: "http://docs.oasis-open.org/odata/ns/edm" },
          schema,
        ),
      ]),
    ]),
  ].join("");
}

function reference({ namespace, alias, document }: (typeof vocabularies)[number]): string {
  return element("edmx:Reference", { Uri: `http://vocabularies.odata.org/${document}` }, [
    element("edmx:Include", { Namespace: namespace, Alias: alias }),
    element("edmx:IncludeAnnotations", { TermNamespace: namespace }),
  ]);
}
