import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { tableOfDefinitions, tableOfRecords } from "./inputs";
import { pickFields } from "../operations/pickers/tables";
import { createSession } from "../session";

export const attributes = dataSource({
  display: {
    label: "Select Attribute",
    description: "Select a column of a table; the value is its name in a record, or with Entity ID its logical name.",
  },
  dataSourceType: "picklist",
  inputs: { connection, entityType: tableOfRecords, entityId: tableOfDefinitions },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { result: await pickFields(client, { recordsOf: params.entityType, definitionOf: params.entityId }) };
  },
  examplePayload: {
    result: [
      { key: "name", label: "Account Name (name)" },
      { key: "_primarycontactid_value", label: "Primary Contact (primarycontactid)" },
    ],
  },
});
