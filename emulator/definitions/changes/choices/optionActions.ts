/**
 * The actions on the options of a choice ("Work with choices", Microsoft): a global one by `OptionSetName`, a column's
 * own by `EntityLogicalName` and `AttributeLogicalName`.
 */
import type { JsonObject } from "../../../json";
import { invalidArgument } from "../../../errors/rejections";
import { errors } from "../../../errors/catalog";
import { ServiceError } from "../../../errors/serviceError";
import type { Choice, Column, ColumnType, GlobalChoice, Label, Table } from "../../../metadata/model";
import { editDefinitions } from "../../../organization/store/definitionEditor";
import type { ChangeContext } from "../request/changeContext";
import { missingMember, unknownColumn, unknownTable } from "../request/changeErrors";
import { choiceIn, globalChoiceNamed, nextValue, valueExists } from "./choicesIn";
import { changedLabel, flagIn, labelIn, numberIn, textIn } from "../request/definitionBody";

/** The options that an action is about, and where they go back to. */
interface Options {
  type: ColumnType;
  choices: Choice[];
  put(choices: Choice[]): void;
}

export function insertOptionValue(context: ChangeContext, body: JsonObject): JsonObject {
  const options = optionsOf(context, body);
  if (options.type === "Boolean") {
    throw new ServiceError(errors.CannotAddNewBooleanValue, "You cannot add an option to a Boolean attribute.");
  }
  if (options.type === "State") {
    throw new ServiceError(errors.CannotAddNewStateValue, "You cannot add state options to a State attribute.");
  }
  if (options.type === "Status") throw invalidArgument("Use InsertStatusValue to add an option to a Status attribute.");
  return inserted(options, body, {});
}

export function insertStatusValue(context: ChangeContext, body: JsonObject): JsonObject {
  const options = optionsOf(context, body, "statuscode");
  if (options.type !== "Status") throw invalidArgument("InsertStatusValue is for Status attributes.");
  const state = numberIn(body, "StateCode");
  if (state === undefined) throw missingMember("StateCode", "InsertStatusValue");
  const table = tableIn(context, body);
  if (!table.columns.get("statecode")?.choices?.some(({ value }) => value === state)) {
    throw new ServiceError(
      errors.InvalidStateCodeStatusCode,
      `${state} is not a valid state code on ${table.logicalName}.`,
    );
  }
  return inserted(options, body, { state });
}

export function updateOptionValue(context: ChangeContext, body: JsonObject): void {
  const options = optionsOf(context, body);
  update(options, body, {});
}

export function updateStateValue(context: ChangeContext, body: JsonObject): void {
  const options = optionsOf(context, body, "statecode");
  if (options.type !== "State") throw invalidArgument("UpdateStateValue is for State attributes.");
  const defaultStatus = numberIn(body, "DefaultStatusCode");
  const statuses = tableIn(context, body).columns.get("statuscode")?.choices ?? [];
  if (defaultStatus !== undefined) {
    const status = statuses.find(({ value }) => value === defaultStatus);
    if (status?.state !== numberIn(body, "Value")) {
      throw new ServiceError(
        errors.InvalidStateCodeStatusCode,
        `${defaultStatus} is not a valid status code for state code ${numberIn(body, "Value")}.`,
      );
    }
  }
  update(options, body, defaultStatus === undefined ? {} : { defaultStatus });
}

export function orderOption(context: ChangeContext, body: JsonObject): void {
  const options = optionsOf(context, body);
  const values = body["Values"];
  const present = new Map(options.choices.map((choice) => [choice.value, choice]));
  const ordered = Array.isArray(values) ? values.map((value: unknown) => present.get(value as number)) : [];
  const known = ordered.filter((choice) => choice !== undefined);
  if (known.length !== present.size || new Set(known).size !== present.size || ordered.length !== present.size) {
    throw invalidArgument("Values must contain every option value of the option set exactly once.");
  }
  options.put(known);
}

export function deleteOptionValue(context: ChangeContext, body: JsonObject): void {
  const options = optionsOf(context, body);
  if (options.type === "Boolean" || options.type === "State") {
    throw new ServiceError(
      errors.CannotDeleteEnumOptionsFromAttributeType,
      "You can delete options only from picklist and status attributes.",
    );
  }
  const { value } = optionIn(options, body);
  if (options.type === "Status" && isDefaultStatus(tableIn(context, body), value)) {
    throw new ServiceError(errors.CannotDeleteDefaultStatusOption, "Default Status options cannot be deleted.");
  }
  options.put(options.choices.filter((choice) => choice.value !== value));
}

function inserted(options: Options, body: JsonObject, more: Partial<Choice>): JsonObject {
  const value = numberIn(body, "Value") ?? nextValue(options.choices);
  if (options.choices.some((choice) => choice.value === value)) throw valueExists(value);
  options.put([...options.choices, { ...choiceIn(body, value), ...more }]);
  return { NewOptionValue: value };
}

function update(options: Options, body: JsonObject, more: Partial<Choice>): void {
  const option = optionIn(options, body);
  const merges = flagIn(body, "MergeLabels") ?? false;
  const changed = (name: "Label" | "Description", present: Label | undefined): Label | undefined => {
    const given = labelIn(body, name);
    return given === undefined ? present : changedLabel(present, given, merges);
  };
  const description = changed("Description", option.description);
  const color = textIn(body, "Color");
  const next: Choice = {
    ...option,
    label: changed("Label", option.label) ?? option.label,
    ...(description ? { description } : {}),
    ...(color === undefined ? {} : { color }),
    ...more,
  };
  options.put(options.choices.map((choice) => (choice === option ? next : choice)));
}

function optionIn(options: Options, body: JsonObject): Choice {
  const value = numberIn(body, "Value");
  if (value === undefined) throw missingMember("Value", "OptionMetadata");
  const option = options.choices.find((choice) => choice.value === value);
  if (!option) {
    throw new ServiceError(
      errors.PicklistValueOutOfRange,
      `The option value ${value} does not exist in the option set.`,
    );
  }
  return option;
}

function isDefaultStatus(table: Table, value: number): boolean {
  return table.columns.get("statecode")?.choices?.some(({ defaultStatus }) => defaultStatus === value) ?? false;
}

function optionsOf(context: ChangeContext, body: JsonObject, usualColumn?: string): Options {
  const { catalog } = context.store;
  const setName = textIn(body, "OptionSetName");
  if (setName !== undefined) return globalOptions(context, globalChoiceNamed(catalog, setName));
  const table = tableIn(context, body);
  const name = textIn(body, "AttributeLogicalName") ?? usualColumn;
  const column = name === undefined ? undefined : table.columns.get(name);
  if (!column) throw unknownColumn(table.logicalName, name ?? "");
  if (column.globalChoiceName !== undefined) {
    return globalOptions(context, globalChoiceNamed(catalog, column.globalChoiceName));
  }
  return columnOptions(context, table, column);
}

function tableIn({ store }: ChangeContext, body: JsonObject): Table {
  const name = textIn(body, "EntityLogicalName");
  if (name === undefined) throw missingMember("EntityLogicalName", "OptionSetMetadata");
  const table = store.catalog.table(name);
  if (!table) throw unknownTable(name);
  return table;
}

function globalOptions({ store }: ChangeContext, choice: GlobalChoice): Options {
  return {
    type: "Picklist",
    choices: choice.choices,
    put: (choices) => editDefinitions(store, (editor) => editor.putGlobalChoice({ ...choice, choices })),
  };
}

function columnOptions({ store }: ChangeContext, table: Table, column: Column): Options {
  if (!column.choices) throw invalidArgument(`The attribute ${column.logicalName} has no option set.`);
  return {
    type: column.type,
    choices: column.choices,
    put: (choices) => {
      editDefinitions(store, (editor) => editor.putColumn(table, { ...column, choices }));
    },
  };
}
