/** `contacts(fullname,_transactioncurrencyid_value,transactioncurrencyid,contactid,transactioncurrencyid())` */
import type { RowScope } from "../../query/scope/rowScope";
import type { Cell } from "./cells";
import type { Fetch } from "../tree/fetchTree";

/**
 * As Microsoft's published answers have it: the columns of the first table by their own names, a lookup with its
 * navigation property, and that once more at the end; columns of other tables are not mentioned.
 */
export function contextFragment(root: RowScope, { aggregate, entity }: Fetch, cells: Cell[]): string {
  const table = root.definition;
  if (aggregate || entity.all || (entity.attributes.length === 0 && !entity.none)) return table.entitySetName;
  const names: string[] = [];
  const navigations: string[] = [];
  for (const { rows, column, isAliased, key } of cells) {
    if (rows !== root) continue;
    names.push(isAliased ? column.logicalName : key);
    const found = rows.catalog.isLookup(column) ? rows.catalog.navigationsOfLookup(table, column) : [];
    const [navigation, ...others] = found;
    if (!navigation || others.length > 0) continue;
    if (!isAliased) names.push(navigation.name);
    navigations.push(`${navigation.name}()`);
  }
  const unique = new Set([...names, ...navigations]);
  return unique.size === 0 ? table.entitySetName : `${table.entitySetName}(${[...unique].join(",")})`;
}
