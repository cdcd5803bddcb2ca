import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { entityType } from "../inputs/records";
import { pickViews } from "../operations/pickers/records";
import { createSession } from "../session";

export const views = dataSource({
  display: {
    label: "Select View",
    description: "Select a saved view of a table that everybody sees; the value is its ID.",
  },
  dataSourceType: "picklist",
  inputs: { connection, entityType },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { result: (await pickViews(client, params.entityType)).items };
  },
  examplePayload: {
    result: [
      { key: "00000000-0000-0000-00aa-000010001001", label: "Active Accounts (default)" },
      { key: "00000000-0000-0000-00aa-000010001002", label: "My Active Accounts" },
    ],
  },
});
