/** The options of choices, as bodies carry them. */
import type { JsonObject } from "../../../json";
import { invalidArgument } from "../../../errors/rejections";
import { errors } from "../../../errors/catalog";
import { ServiceError } from "../../../errors/serviceError";
import type { Catalog } from "../../../metadata/catalog";
import type { Choice, GlobalChoice } from "../../../metadata/model";
import type { ResourcePath } from "../../../odata/ast";
import { parseReference } from "../../../odata";
import { payloadError } from "../../../records";
import { resolveTarget } from "../../read/resolveTarget";
import { noSuchDefinition } from "../../read/definitionErrors";
import { missingMember } from "../request/changeErrors";
import { checkBody, labelIn, numberIn, objectIn, objectsIn, textIn } from "../request/definitionBody";
import { booleanOptionSet, optionSet } from "../../describe/definitionOfChoices";

/** The first option value of the default publisher ("CustomizationOptionValuePrefix" 10000). */
const firstValue = 100_000_000;

/** The value the next option gets when none is asked for. */
export function nextValue(choices: Choice[]): number {
  return choices.reduce((next, { value }) => (value >= next ? value + 1 : next), firstValue);
}

/** @throws ServiceError 0x80044310 when two options have one value. */
export function choicesOfSet(set: JsonObject): Choice[] {
  checkBody(set, optionSet);
  const choices: Choice[] = [];
  for (const option of objectsIn(set, "Options")) {
    const value = numberIn(option, "Value") ?? nextValue(choices);
    if (choices.some((choice) => choice.value === value)) throw valueExists(value);
    choices.push(choiceIn(option, value));
  }
  return choices;
}

export function valueExists(value: number) {
  return new ServiceError(
    errors.PicklistValueNotUnique,
    `The picklist value ${value} already exists. Picklist values must be unique.`,
  );
}

export function choiceIn(option: JsonObject, value: number): Choice {
  const label = labelIn(option, "Label");
  if (!label) throw missingMember("Label", "OptionMetadata");
  const [description, color] = [labelIn(option, "Description"), textIn(option, "Color")];
  return { value, label, ...(description ? { description } : {}), ...(color === undefined ? {} : { color }) };
}

/** The two options of a boolean; Yes and No when the body brings none. */
export function booleanChoices(set: JsonObject | undefined): Choice[] {
  if (set) checkBody(set, booleanOptionSet, ["Options"]);
  const option = (name: string, value: number, label: string): Choice => {
    const given = set && objectIn(set, name);
    if (!given) return { value, label: { 1033: label } };
    if ((numberIn(given, "Value") ?? value) !== value) {
      throw new ServiceError(
        errors.BooleanOptionOutOfRange,
        "Boolean attribute options must have a value of either 0 or 1.",
      );
    }
    return choiceIn(given, value);
  };
  return [option("FalseOption", 0, "No"), option("TrueOption", 1, "Yes")];
}

/** The global choice a column is bound to, by `GlobalOptionSet@odata.bind` or by the name in its `OptionSet`. */
export function boundGlobalChoice(body: JsonObject, catalog: Catalog): GlobalChoice | undefined {
  const bind = body["GlobalOptionSet@odata.bind"];
  if (bind !== undefined) {
    if (typeof bind !== "string") throw payloadError("The value of 'GlobalOptionSet@odata.bind' must be a string.");
    return globalChoiceAt(catalog, parseReference(bind));
  }
  const set = objectIn(body, "OptionSet");
  if (set?.["IsGlobal"] !== true) return undefined;
  return globalChoiceNamed(catalog, textIn(set, "Name") ?? "");
}

export function globalChoiceNamed({ metadata }: Catalog, name: string): GlobalChoice {
  const choice = metadata.globalChoices.get(name);
  if (!choice) throw noSuchDefinition("OptionSetMetadataBase", name);
  return choice;
}

function globalChoiceAt(catalog: Catalog, path: ResourcePath): GlobalChoice {
  const target = resolveTarget(catalog, path);
  const id = target.kind === "single" ? target.definition?.read("MetadataId") : undefined;
  const choice = [...catalog.metadata.globalChoices.values()].find(({ metadataId }) => metadataId === id);
  if (!choice) throw invalidArgument("GlobalOptionSet must be bound to a global option set.");
  return choice;
}
