import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { choiceField } from "./inputs";
import { entityType } from "../inputs/records";
import { pickChoices } from "../operations/pickers/tables";
import { createSession } from "../session";

export const choices = dataSource({
  display: {
    label: "Select Choice",
    description: "Select a choice of a field; the value is its number, or true or false.",
  },
  dataSourceType: "picklist",
  inputs: { connection, entityType, field: choiceField },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { result: await pickChoices(client, params.entityType, params.field) };
  },
  examplePayload: {
    result: [
      { key: "0", label: "Active (0)" },
      { key: "1", label: "Inactive (1)" },
    ],
  },
});
