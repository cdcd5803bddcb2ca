import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { userSearch } from "./inputs";
import { narrowSearch, pickUsers } from "../operations/pickers/records";
import { createSession } from "../session";

export const systemUsers = dataSource({
  display: {
    label: "Select User",
    description: "Select an enabled user; the value is the ID of the system user.",
  },
  dataSourceType: "picklist",
  inputs: { connection, search: userSearch },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    const { items, isComplete } = await pickUsers(client, params.search);
    if (!isComplete) context.logger.warn(narrowSearch);
    return { result: items };
  },
  examplePayload: {
    result: [{ key: "11111111-2222-3333-4444-555555555555", label: "Aiko Tanaka (aiko@contoso.com)" }],
  },
});
