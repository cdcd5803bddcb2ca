import { entityType } from "../inputs/records";
import { pickLookupTargets } from "../operations/pickers/tables";
import { lookupField } from "./inputs";
import { picklist } from "./picklist";

export const lookupTargets = picklist({
  label: "Select Lookup Target",
  description: "Select a table that a lookup field can point to; the value is its entity set name.",
  inputs: { entityType, field: lookupField },
  list: (client, { entityType: table, field }) => pickLookupTargets(client, table, field),
  example: [
    { key: "accounts", label: "Account (accounts)" },
    { key: "contacts", label: "Contact (contacts)" },
  ],
});
