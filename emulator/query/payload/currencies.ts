/** The organization's currencies, read when money is formatted. */
import type { Store } from "../../organization/store/store";

export interface Currency {
  symbol: string;
}

export class Currencies {
  private readonly byId = new Map<string, Currency>();
  private readonly base: Currency | undefined;

  constructor(store: Store) {
    if (!store.catalog.table("transactioncurrency")) return;
    const rows = store.database.all("SELECT transactioncurrencyid, currencysymbol FROM transactioncurrency");
    for (const row of rows) {
      this.byId.set(String(row["transactioncurrencyid"]), { symbol: String(row["currencysymbol"] ?? "") });
    }
    const organization = store.catalog.table("organization")
      ? store.database.get("SELECT basecurrencyid FROM organization")
      : undefined;
    this.base = this.byId.get(String(organization?.["basecurrencyid"]));
  }

  /** The currency of a row; amounts in base currency (`revenue_base`), and rows that name none, have the base one. */
  of(id: unknown, columnName: string): Currency | undefined {
    if (columnName.endsWith("_base")) return this.base;
    return (typeof id === "string" ? this.byId.get(id) : undefined) ?? this.base;
  }
}
