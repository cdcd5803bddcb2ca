/** The names and key of a table, and the columns that show when a row changed. */
import type { DataverseClient } from "../../client";
import { readDefinition } from "../tables/definitions";
import type { EntitySetName, LogicalName, TableReference } from "../tables/names";

export interface ChangeTable {
  logicalName: LogicalName;
  entitySetName: EntitySetName;
  primaryIdColumn: string;
  /** Change tracking is switched on. */
  isTracked: boolean;
  columns: Set<string>;
}

interface DefinitionRow {
  LogicalName: LogicalName;
  EntitySetName: EntitySetName;
  PrimaryIdAttribute: string;
  ChangeTrackingEnabled: boolean | null;
  Attributes: { LogicalName: string }[];
}

export function getChangeTable(client: DataverseClient, table: TableReference): Promise<ChangeTable> {
  return client.cache.remember(`change tracking of ${table}`, async () => {
    const row = await readDefinition<DefinitionRow>(client, {
      operation: `Read the definition of ${table}`,
      table,
      $select: ["LogicalName", "EntitySetName", "PrimaryIdAttribute", "ChangeTrackingEnabled"],
      $expand: { Attributes: ["LogicalName"] },
    });
    return {
      logicalName: row.LogicalName,
      entitySetName: row.EntitySetName,
      primaryIdColumn: row.PrimaryIdAttribute,
      isTracked: row.ChangeTrackingEnabled === true,
      columns: new Set(row.Attributes.map(({ LogicalName }) => LogicalName)),
    };
  });
}
