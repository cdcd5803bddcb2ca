import { pickEntitySets } from "../operations/pickers/tables";
import { picklist } from "./picklist";

export const entityTypes = picklist({
  label: "Select Entity Type",
  description: "Select a table; the value is its entity set name.",
  list: pickEntitySets,
  example: [
    { key: "accounts", label: "Account (accounts)" },
    { key: "contacts", label: "Contact (contacts)" },
  ],
});
