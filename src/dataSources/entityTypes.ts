import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { pickEntitySets } from "../operations/pickers/tables";
import { createSession } from "../session";

export const entityTypes = dataSource({
  display: {
    label: "Select Entity Type",
    description: "Select a table; the value is its entity set name.",
  },
  dataSourceType: "picklist",
  inputs: { connection },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { result: await pickEntitySets(client) };
  },
  examplePayload: {
    result: [
      { key: "accounts", label: "Account (accounts)" },
      { key: "contacts", label: "Contact (contacts)" },
    ],
  },
});
