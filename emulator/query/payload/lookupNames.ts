/** The primary names of the rows that lookups point at: asked for all at once, one query for each target table. */
import type { Table } from "../../metadata/model";
import { compileQuery } from "../compile/compile";
import { column, type Query } from "../model/model";
import { primaryName } from "../scope/rowScope";
import type { Store } from "../../organization/store/store";

export class LookupNames {
  private readonly wanted = new Map<string, Set<string>>();
  private readonly names = new Map<string, string>();

  constructor(private readonly store: Store) {}

  want(targetLogicalName: string, id: string): void {
    const ids = this.wanted.get(targetLogicalName);
    if (ids) ids.add(id);
    else this.wanted.set(targetLogicalName, new Set([id]));
  }

  load(): void {
    for (const [target, ids] of this.wanted) {
      const table = this.store.catalog.table(target);
      if (table) this.loadTable(table, [...ids]);
    }
    this.wanted.clear();
  }

  of(targetLogicalName: string, id: string): string | undefined {
    return this.names.get(`${targetLogicalName} ${id}`);
  }

  private loadTable(table: Table, ids: string[]): void {
    const nameColumn = primaryName(table);
    if (!nameColumn) return;
    const id = { alias: "t", column: table.primaryIdColumn, kind: "guid" } as const;
    const query: Query = {
      from: { table: table.logicalName, alias: "t" },
      joins: [],
      where: { kind: "in", column: id, values: ids, negated: false },
      outputs: [
        { name: "id", value: column(id) },
        { name: "name", value: column({ alias: "t", column: nameColumn.logicalName, kind: "text" }) },
      ],
      orderings: [],
    };
    const { text, parameters } = compileQuery(query);
    for (const row of this.store.database.all(text, parameters)) {
      if (row["name"] !== null) this.names.set(`${table.logicalName} ${String(row["id"])}`, String(row["name"]));
    }
  }
}
