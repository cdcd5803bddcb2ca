import { pickUsers } from "../operations/pickers/records";
import { userSearch } from "./inputs";
import { picklist } from "./picklist";

export const systemUsers = picklist({
  label: "Select User",
  description: "Select an enabled user; the value is the ID of the system user.",
  inputs: { search: userSearch },
  list: (client, { search }) => pickUsers(client, search),
  example: [{ key: "11111111-2222-3333-4444-555555555555", label: "Aiko Tanaka (aiko@contoso.com)" }],
});
