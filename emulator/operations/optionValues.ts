/** The actions on the options of a choice [ChoiceDefinitions]. */
import {
  deleteOptionValue,
  insertOptionValue,
  insertStatusValue,
  orderOption,
  updateOptionValue,
  updateStateValue,
} from "../definitions/changes";
import { runChange } from "./definitionChange";
import { defineAction } from "./operation";

/** A global choice by its name, or the choice of a column. */
const choice = {
  OptionSetName: "Edm.String?",
  AttributeLogicalName: "Edm.String?",
  EntityLogicalName: "Edm.String?",
  SolutionUniqueName: "Edm.String?",
} as const;

const details = {
  Description: "mscrm.Label?",
  Color: "Edm.String?",
  ExternalValue: "Edm.String?",
  ParentValues: "Collection(Edm.Int32)?",
} as const;

const newOption = { ...choice, Value: "Edm.Int32?", Label: "mscrm.Label", ...details } as const;
const changedOption = {
  ...choice,
  Value: "Edm.Int32",
  Label: "mscrm.Label?",
  ...details,
  MergeLabels: "Edm.Boolean",
} as const;

export const optionValueActions = [
  defineAction({
    name: "InsertOptionValue",
    parameters: newOption,
    response: { NewOptionValue: "Edm.Int32" },
    run: runChange(insertOptionValue),
  }),
  defineAction({
    name: "InsertStatusValue",
    parameters: { ...newOption, StateCode: "Edm.Int32" },
    response: { NewOptionValue: "Edm.Int32" },
    run: runChange(insertStatusValue),
  }),
  defineAction({ name: "UpdateOptionValue", parameters: changedOption, run: runChange(updateOptionValue) }),
  defineAction({
    name: "UpdateStateValue",
    parameters: { ...changedOption, DefaultStatusCode: "Edm.Int32?" },
    run: runChange(updateStateValue),
  }),
  defineAction({
    name: "OrderOption",
    parameters: { ...choice, Values: "Collection(Edm.Int32)" },
    run: runChange(orderOption),
  }),
  defineAction({
    name: "DeleteOptionValue",
    parameters: { ...choice, Value: "Edm.Int32" },
    run: runChange(deleteOptionValue),
  }),
];
