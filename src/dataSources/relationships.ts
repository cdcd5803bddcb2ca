import { entityType } from "../inputs/records";
import { pickRelationships } from "../operations/pickers/relationships";
import { picklist } from "./picklist";

export const relationships = picklist({
  label: "Select Relationship",
  description: "Select a relationship of a table; the value is its navigation property.",
  inputs: { entityType },
  list: (client, { entityType: table }) => pickRelationships(client, table),
  example: [
    { key: "contact_customer_accounts", label: "Contacts (contact_customer_accounts)" },
    { key: "primarycontactid", label: "Primary Contact: Contact (primarycontactid)" },
  ],
});
