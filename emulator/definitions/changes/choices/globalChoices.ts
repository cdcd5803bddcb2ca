/** `POST` and `PUT` of GlobalOptionSetDefinitions. Options are changed by actions (`optionActions.ts`). */
import type { JsonObject } from "../../../json";
import { errors } from "../../../errors/catalog";
import { invalidArgument } from "../../../errors/rejections";
import { notEmulated, ServiceError } from "../../../errors/serviceError";
import type { GlobalChoice } from "../../../metadata/model";
import { editDefinitions } from "../../../organization/store/definitionEditor";
import { definitionOfGlobalChoice, optionSet, optionSetBase } from "../../describe/definitionOfChoices";
import type { ChangeContext } from "../request/changeContext";
import { missingMember } from "../request/changeErrors";
import { choicesOfSet } from "./choicesIn";
import {
  announcedType,
  changedLabel,
  checkBody,
  labelIn,
  settingsIn,
  textIn,
  unresolvedType,
} from "../request/definitionBody";
import { checkSchemaName } from "../request/names";

const settingNames = ["IsCustomizable", "ExternalTypeName"];

/** @returns the MetadataId of the new choice. */
export function createGlobalChoice(context: ChangeContext, body: JsonObject, cast: string | undefined): string {
  const type = announcedType(body) ?? cast;
  if (type === undefined) throw missingMember("@odata.type", "OptionSetMetadataBase");
  if (type === "BooleanOptionSetMetadata") throw notEmulated("global choices of two options");
  if (type !== optionSet.name) throw unresolvedType(`Microsoft.Dynamics.CRM.${type}`);
  const name = textIn(body, "Name");
  if (name === undefined) throw missingMember("Name", "OptionSetMetadata");
  checkSchemaName(name, "OptionSet");
  const { metadata } = context.store.catalog;
  if ([...metadata.globalChoices.keys()].some((other) => other.toLowerCase() === name.toLowerCase())) {
    throw new ServiceError(
      errors.InvalidOptionSetSchemaName,
      `An OptionSet with the specified name ${name} already exists. Please specify a unique name.`,
    );
  }
  const displayName = labelIn(body, "DisplayName");
  if (!displayName) throw missingMember("DisplayName", "OptionSetMetadata");
  const description = labelIn(body, "Description");
  const choice: GlobalChoice = {
    metadataId: context.newId(),
    name,
    displayName,
    ...(description ? { description } : {}),
    isCustom: true,
    choices: choicesOfSet(body),
  };
  put(context, choice, body);
  return choice.metadataId;
}

export function changeGlobalChoice(context: ChangeContext, choice: GlobalChoice, body: JsonObject): void {
  const type = announcedType(body);
  checkBody(body, type === undefined || type === optionSet.name ? optionSet : optionSetBase);
  const name = textIn(body, "Name");
  if (name !== undefined && name !== choice.name) throw invalidArgument("The Name of an OptionSet cannot be changed.");
  const displayName = labelIn(body, "DisplayName");
  const { settings: _settings, ...bare } = choice;
  const description = changedLabel(choice.description, labelIn(body, "Description"), context.mergesLabels) ?? {};
  const next: GlobalChoice = {
    ...bare,
    description,
    ...(displayName ? { displayName: changedLabel(choice.displayName, displayName, context.mergesLabels) ?? {} } : {}),
  };
  put(context, next, body);
}

function put({ store }: ChangeContext, choice: GlobalChoice, body: JsonObject): void {
  const settings = settingsIn(body, settingNames, definitionOfGlobalChoice(choice));
  editDefinitions(store, (editor) => editor.putGlobalChoice({ ...choice, settings }));
}
