import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { pickTables } from "../operations/pickers/tables";
import { createSession } from "../session";

export const tables = dataSource({
  display: {
    label: "Select Table",
    description: "Select a table; the value is its logical name.",
  },
  dataSourceType: "picklist",
  inputs: { connection },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { result: await pickTables(client) };
  },
  examplePayload: {
    result: [
      { key: "account", label: "Account (account)" },
      { key: "contact", label: "Contact (contact)" },
    ],
  },
});
