import { entityType } from "../inputs/records";
import { pickViews } from "../operations/pickers/records";
import { picklist } from "./picklist";

export const views = picklist({
  label: "Select View",
  description: "Select a public view of a table; the value is its ID.",
  inputs: { entityType },
  list: (client, { entityType: table }) => pickViews(client, table),
  example: [
    { key: "00000000-0000-0000-00aa-000010001001", label: "Active Accounts (default)" },
    { key: "00000000-0000-0000-00aa-000010001002", label: "My Active Accounts" },
  ],
});
