import { entityType } from "../inputs/records";
import { pickRecords } from "../operations/pickers/records";
import { search } from "./inputs";
import { picklist } from "./picklist";

export const entities = picklist({
  label: "Select Entity",
  description: "Select a record of a table by its name; the value is its ID.",
  inputs: { entityType, search },
  list: (client, { entityType: table, search: text }) => pickRecords(client, table, text),
  example: [
    { key: "11111111-2222-3333-4444-555555555555", label: "Contoso" },
    { key: "66666666-7777-8888-9999-000000000000", label: "Fabrikam" },
  ],
});
