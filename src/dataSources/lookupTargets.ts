import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { lookupField } from "./inputs";
import { entityType } from "../inputs/records";
import { pickLookupTargets } from "../operations/pickers/tables";
import { createSession } from "../session";

export const lookupTargets = dataSource({
  display: {
    label: "Select Lookup Target",
    description: "Select a table that a lookup field can point to; the value is its entity set name.",
  },
  dataSourceType: "picklist",
  inputs: { connection, entityType, field: lookupField },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { result: await pickLookupTargets(client, params.entityType, params.field) };
  },
  examplePayload: {
    result: [
      { key: "accounts", label: "Account (accounts)" },
      { key: "contacts", label: "Contact (contacts)" },
    ],
  },
});
