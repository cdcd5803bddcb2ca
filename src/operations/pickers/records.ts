/**
 * Lists of records for inputs: the records of any table, users, views and solutions. Each list costs one request or
 * two.
 */
import {
  type DataverseClient,
  type DataverseRecord,
  InvalidInputError,
  queryString,
  stringLiteral,
} from "../../client";
import { readDefinition } from "../tables/definitions";
import { distinguishLabels, type LabeledItem, labelWithName, sortByLabel } from "../tables/labels";
import { asEntitySetName, type EntitySetName, type LogicalName, type TableReference } from "../tables/names";
import { readRows } from "../tables/rows";

/** The largest list that a person can use; one request also returns at most as many. */
export const mostPickerItems = 5_000;

export interface RecordPick {
  items: LabeledItem[];
  /** False when more records match than the list contains. */
  isComplete: boolean;
}

interface TableKeys {
  EntitySetName: EntitySetName;
  PrimaryIdAttribute: string;
  PrimaryNameAttribute: string | null;
  Attributes: { LogicalName: string; AttributeOf: string | null }[];
}

/** Value: record id; label: primary name. */
export async function pickRecords(
  client: DataverseClient,
  entityType: TableReference,
  search: string | undefined,
): Promise<RecordPick> {
  const table = await readDefinition<TableKeys>(client, {
    operation: `Find the name column of ${entityType}`,
    table: entityType,
    $select: ["EntitySetName", "PrimaryIdAttribute", "PrimaryNameAttribute"],
    $expand: { Attributes: ["LogicalName", "AttributeOf"] },
  });
  const { EntitySetName, PrimaryIdAttribute: idColumn } = table;
  const nameColumn = nameColumnOf(table);
  if (search !== undefined && !nameColumn) {
    throw new InvalidInputError("Search", `records of ${EntitySetName} do not have a name to search for.`);
  }
  return readRecords(client, EntitySetName, {
    columns: nameColumn ? [idColumn, nameColumn] : [idColumn],
    filter: search === undefined ? [] : [contains([nameColumn ?? ""], search)],
    order: nameColumn ?? idColumn,
    item: (row) => {
      const id = String(row[idColumn]);
      return { key: id, label: nonBlankText(row[nameColumn ?? ""]) ?? id };
    },
  });
}

/** A name column that only repeats the label of a lookup (`partyidname` of an activity party) cannot be selected. */
function nameColumnOf({ PrimaryNameAttribute, Attributes }: TableKeys): string | undefined {
  const column = Attributes.find(({ LogicalName }) => LogicalName === PrimaryNameAttribute);
  return column && !column.AttributeOf ? column.LogicalName : undefined;
}

/** Value: `systemuserid` of an enabled user. */
export function pickUsers(client: DataverseClient, search: string | undefined): Promise<RecordPick> {
  return readRecords(client, asEntitySetName("systemusers"), {
    columns: ["systemuserid", "fullname", "internalemailaddress", "domainname"],
    filter: [
      "isdisabled eq false",
      ...(search === undefined ? [] : [contains(["fullname", "internalemailaddress"], search)]),
    ],
    order: "fullname",
    item: (row) => {
      const id = String(row["systemuserid"]);
      const name = nonBlankText(row["fullname"]) ?? id;
      return {
        key: id,
        label: labelWithName(
          name,
          nonBlankText(row["internalemailaddress"]) ?? nonBlankText(row["domainname"]) ?? name,
        ),
      };
    },
  });
}

/** Value: `savedqueryid` of a view of several records, for the query option `savedQuery`. */
export async function pickViews(client: DataverseClient, entityType: TableReference): Promise<RecordPick> {
  const { LogicalName } = await readDefinition<{ LogicalName: LogicalName }>(client, {
    operation: `Find the table ${entityType}`,
    table: entityType,
    $select: ["LogicalName"],
  });
  return readRecords(client, asEntitySetName("savedqueries"), {
    columns: ["savedqueryid", "name", "isdefault"],
    // Query type 0 is a view of a list; other types are views of lookups and quick find ("SavedQuery", Microsoft
    // Learn).
    filter: [`returnedtypecode eq '${LogicalName}'`, "querytype eq 0", "statecode eq 0"],
    order: "name",
    item: (row) => {
      const id = String(row["savedqueryid"]);
      const name = nonBlankText(row["name"]) ?? id;
      return { key: id, label: row["isdefault"] === true ? `${name} (default)` : name };
    },
  });
}

/** Value: unique name of an unmanaged solution. */
export function pickSolutions(client: DataverseClient): Promise<RecordPick> {
  return readRecords(client, asEntitySetName("solutions"), {
    columns: ["uniquename", "friendlyname"],
    filter: ["ismanaged eq false", "isvisible eq true"],
    order: "friendlyname",
    item: (row) => {
      const name = String(row["uniquename"]);
      return { key: name, label: labelWithName(nonBlankText(row["friendlyname"]), name) };
    },
  });
}

interface Reading {
  columns: string[];
  filter: string[];
  order: string;
  item: (row: DataverseRecord) => LabeledItem;
}

async function readRecords(
  client: DataverseClient,
  entitySetName: EntitySetName,
  { columns, filter, order, item }: Reading,
): Promise<RecordPick> {
  const query = queryString({
    $select: columns,
    $filter: filter.join(" and "),
    $orderby: [order],
    $top: mostPickerItems,
  });
  const operation = `List records of ${entitySetName}`;
  // The first column is the value.
  const shape = { texts: columns.slice(0, 1) };
  const rows = await readRows<DataverseRecord>(client, operation, `${entitySetName}${query}`, shape);
  return { items: sortByLabel(distinguishLabels(rows.map(item))), isComplete: rows.length < mostPickerItems };
}

function contains(columns: string[], search: string): string {
  // `contains` honors the wildcards of SQL [QueryFilter]; brackets escape them.
  const literal = stringLiteral(search.replace(/[[%_]/g, "[$&]"));
  const conditions = columns.map((column) => `contains(${column},${literal})`);
  return conditions.length === 1 ? String(conditions[0]) : `(${conditions.join(" or ")})`;
}

function nonBlankText(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
