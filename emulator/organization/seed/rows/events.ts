/** Messages of the event framework, and for each table which of them it has. */
import { allMessages } from "../../../metadata/messages";
import { addMessageFilters, addTablelessFilters, messageId } from "../../store/messageFilters";
import type { Store } from "../../store/store";
import { organization } from "./organization";
import type { SeedWriter } from "./writer";

export function seedEvents(store: Store, writer: SeedWriter): void {
  for (const name of allMessages) {
    const id = messageId(name);
    writer.addAs(
      { table: "sdkmessage", id },
      {
        name,
        availability: 0,
        categoryname: "None",
        customizationlevel: 0,
        ismanaged: true,
        isreadonly: name.startsWith("Retrieve"),
        organizationid: organization,
        sdkmessageidunique: id,
      },
    );
  }
  const createdOn = String(store.database.get("SELECT createdon FROM organization")?.["createdon"]);
  addTablelessFilters(store, createdOn);
  for (const table of store.catalog.tables()) addMessageFilters(store, table, createdOn);
}
