import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { entityType } from "../inputs/records";
import { pickRelationships } from "../operations/pickers/relationships";
import { createSession } from "../session";

export const relationships = dataSource({
  display: {
    label: "Select Relationship",
    description: "Select a relationship of a table; the value is its navigation property.",
  },
  dataSourceType: "picklist",
  inputs: { connection, entityType },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { result: await pickRelationships(client, params.entityType) };
  },
  examplePayload: {
    result: [
      { key: "contact_customer_accounts", label: "Contacts (contact_customer_accounts)" },
      { key: "primarycontactid", label: "Primary Contact: Contact (primarycontactid)" },
    ],
  },
});
