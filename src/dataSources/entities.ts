import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { search } from "./inputs";
import { entityType } from "../inputs/records";
import { narrowSearch, pickRecords } from "../operations/pickers/records";
import { createSession } from "../session";

export const entities = dataSource({
  display: {
    label: "Select Entity",
    description: "Select a record of a table by its name; the value is its ID.",
  },
  dataSourceType: "picklist",
  inputs: { connection, entityType, search },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const { items, isComplete } = await pickRecords(client, params.entityType, params.search);
    if (!isComplete) context.logger.warn(narrowSearch);
    return { result: items };
  },
  examplePayload: {
    result: [
      { key: "11111111-2222-3333-4444-555555555555", label: "Contoso" },
      { key: "66666666-7777-8888-9999-000000000000", label: "Fabrikam" },
    ],
  },
});
