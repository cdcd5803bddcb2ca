import { type DataverseClient, parseGuid, queryString, type RowShape, rowsOf, unexpectedAnswer } from "../../client";
import { findEntitySetName } from "../tables/names";

/**
 * What a builder picks from in the designer: the value that an input takes, and a label to find it by. All of it is read
 * fresh, because a builder who has just made something looks for it here; each list costs one request or two, however large
 * the organization is.
 */
export interface PickerItem {
  key: string;
  label: string;
}

const collator = new Intl.Collator("en");

export function compareLabels(a: PickerItem, b: PickerItem): number {
  return collator.compare(a.label, b.label) || collator.compare(a.key, b.key);
}

export function byLabel(items: PickerItem[]): PickerItem[] {
  return items.sort(compareLabels);
}

/** Where several are called the same, the value tells them apart. */
export function distinct(items: PickerItem[]): PickerItem[] {
  const counts = new Map<string, number>();
  for (const { label } of items) counts.set(label, (counts.get(label) ?? 0) + 1);
  return items.map(({ key, label }) => ({ key, label: (counts.get(label) ?? 0) > 1 ? labelled(label, key) : label }));
}

/** `Account Name (name)`: names alone are cryptic, and labels alone are ambiguous. */
export function labelled(label: string | undefined, name: string): string {
  return label === undefined || label === name ? name : `${label} (${name})`;
}

export async function readRows<Row extends object>(
  client: DataverseClient,
  operation: string,
  path: string,
  shape: RowShape = {},
): Promise<Row[]> {
  return rowsOf<Row>(await client.request({ operation, method: "GET", path }), operation, shape);
}

export interface TableRead {
  /** What is tried, in words that complete "... failed". */
  operation: string;
  /** Entity set name, logical name or MetadataId; any other name of the table is looked up first. */
  name: string;
  $select: string[];
  /** Lists of the definition, each with the members to read of its items. */
  $expand?: Record<string, string[]>;
}

/** One table's definition, in one request. */
export async function readTable<Definition extends object>(
  client: DataverseClient,
  table: TableRead,
): Promise<Definition> {
  const { operation, name } = table;
  const id = parseGuid(name);
  const isName = /^[A-Za-z_]\w*$/.test(name);
  const given = id ? `MetadataId eq ${id}` : `EntitySetName eq '${name}' or LogicalName eq '${name}'`;
  const found = id || isName ? await readFirst<Definition>(client, table, given) : undefined;
  if (found) return found;
  const entitySetName = await findEntitySetName(client, name);
  const renamed = await readFirst<Definition>(client, table, `EntitySetName eq '${entitySetName}'`);
  return renamed ?? missing(operation, `it holds no definition of ${entitySetName}`);
}

async function readFirst<Definition extends object>(
  client: DataverseClient,
  { operation, $select, $expand = {} }: TableRead,
  $filter: string,
): Promise<Definition | undefined> {
  const lists = Object.entries($expand).map(([list, members]) => `${list}($select=${members.join(",")})`);
  const path = `EntityDefinitions${queryString({ $select, $filter, $expand: lists })}`;
  const shapes = Object.entries($expand).map(([list, members]) => [list, named(members)]);
  const shape = { ...named($select), lists: Object.fromEntries(shapes) as Record<string, RowShape> };
  const [definition] = await readRows<Definition>(client, operation, path, shape);
  return definition;
}

/** Whatever else is read of a definition, its name is never empty. */
function named(members: string[]): RowShape {
  return { texts: members.filter((name) => name === "LogicalName") };
}

function missing(operation: string, problem: string): never {
  throw unexpectedAnswer({ operation, status: 200, headers: {}, attempts: 1 }, problem);
}
