import { pickTables } from "../operations/pickers/tables";
import { picklist } from "./picklist";

export const tables = picklist({
  label: "Select Table",
  description: "Select a table; the value is its logical name.",
  list: pickTables,
  example: [
    { key: "account", label: "Account (account)" },
    { key: "contact", label: "Contact (contact)" },
  ],
});
