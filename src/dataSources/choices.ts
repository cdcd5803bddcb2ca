import { entityType } from "../inputs/records";
import { pickChoices } from "../operations/pickers/tables";
import { choiceField } from "./inputs";
import { picklist } from "./picklist";

export const choices = picklist({
  label: "Select Choice",
  description: "Select a choice of a field; the value is its number, or true or false.",
  inputs: { entityType, field: choiceField },
  list: (client, { entityType: table, field }) => pickChoices(client, table, field),
  example: [
    { key: "0", label: "Active (0)" },
    { key: "1", label: "Inactive (1)" },
  ],
});
