import { pickFields } from "../operations/pickers/tables";
import { tableOfDefinitions, tableOfRecords } from "./inputs";
import { picklist } from "./picklist";

export const attributes = picklist({
  label: "Select Attribute",
  description: "Select a column of a table; the value is its name in a record, or with Entity ID its logical name.",
  inputs: { entityType: tableOfRecords, entityId: tableOfDefinitions },
  list: (client, { entityType: recordsOf, entityId: definitionOf }) => pickFields(client, { recordsOf, definitionOf }),
  example: [
    { key: "name", label: "Account Name (name)" },
    { key: "_primarycontactid_value", label: "Primary Contact (primarycontactid)" },
  ],
});
