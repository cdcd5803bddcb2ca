/**
 * `PublishXml` and `PublishAllXml`. Changes of definitions show at once here, labels too, so there is nothing left to
 * do; what cannot be published is refused as the service refuses it.
 */
import { invalidArgument } from "../../errors/rejections";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { Catalog } from "../../metadata/catalog";
import { unknownTable } from "./request/changeErrors";

const parser = new XMLParser({ ignoreAttributes: true, isArray: (name) => name === "entity" });

/** @throws ServiceError when it is not XML, not a publishing request, or names a missing table. */
export function checkPublishXml(catalog: Catalog, parameterXml: string): void {
  if (XMLValidator.validate(parameterXml) !== true) throw invalidArgument("ParameterXml is not well-formed XML.");
  const document = parser.parse(parameterXml) as Record<string, unknown>;
  const request = document["importexportxml"] ?? document["publish"];
  if (request === undefined) throw invalidArgument("The root of ParameterXml must be importexportxml.");
  const { entities } = request as { entities?: { entity?: unknown[] } };
  for (const name of entities?.entity ?? []) {
    const logicalName = String(name).trim();
    if (!catalog.table(logicalName)) throw unknownTable(logicalName);
  }
}
