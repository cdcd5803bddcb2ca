/** The columns an answer shows: under which key, from which column of the result, and what annotations go with it. */
import type { Column } from "../../metadata/model";
import { column as columnExpression, type Output } from "../../query/model/model";
import type { Aggregate } from "../../query/lower/lowerApply";
import type { DatePart } from "../../query/model/model";
import type { RowScope } from "../../query/scope/rowScope";
import { hasTypeColumn, typeColumnName } from "../../organization/store/naming";
import { duplicateAlias } from "../tree/fetchErrors";
import type { AttributeElement } from "../tree/fetchTree";
import { columnOf, isReadable, type Place } from "./places";

export interface Cell {
  /** In the JSON of a row. */
  key: string;
  /** The key is not the property's own name: the answer says which column it shows. */
  isAliased: boolean;
  /** In the row SQL gives. */
  output: string;
  rows: RowScope;
  column: Column;
  shows:
    | { kind: "value" }
    | { kind: "aggregate"; aggregate: Aggregate }
    | { kind: "datePart"; part: DatePart }
    | { kind: "count" };
}

/** Keys are unique in an answer. */
export class CellList {
  readonly cells: Cell[] = [];
  private readonly keys = new Set<string>();

  add(cell: Omit<Cell, "output">): Cell {
    if (this.keys.has(cell.key)) throw duplicateAlias(cell.key);
    this.keys.add(cell.key);
    const added = { ...cell, output: `#${this.cells.length}` };
    this.cells.push(added);
    return added;
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }
}

/** The cells of an ordinary query: those of the first table, then those of the linked ones. */
export function rowCells(root: Place, isDistinct: boolean): Cell[] {
  const list = new CellList();
  for (const place of root.level.places) {
    for (const attribute of attributesOf(place)) addAttribute(list, place, attribute);
    if (place === root && !isDistinct) addCompanions(list, root.rows);
  }
  return list.cells;
}

/** Without any attributes a query shows all of them; of a linked table, none. */
function attributesOf({ element, link, rows }: Place): Pick<AttributeElement, "name" | "alias" | "countsChildren">[] {
  const isEverything = element.all || (!link && !element.none && element.attributes.length === 0);
  if (!isEverything) return element.attributes;
  const all = rows.catalog
    .properties(rows.definition)
    .map(({ logicalName }) => ({ name: logicalName, countsChildren: false }));
  const aliased = element.attributes.filter((attribute) => attribute.alias !== undefined);
  return [...all, ...aliased];
}

function addAttribute(
  list: CellList,
  { rows, link }: Place,
  { name, alias, countsChildren }: Pick<AttributeElement, "name" | "alias" | "countsChildren">,
): void {
  const column = columnOf(rows, name);
  // Shadows of other columns, and columns that only can be written, have nothing to show.
  if (!isReadable(rows, column) || !column.isValidForRead) return;
  const key = alias ?? (link ? linkedKey(link, column) : rows.catalog.propertyName(column));
  // The same attribute twice is one.
  if (alias === undefined && list.has(key)) return;
  const isAliased = alias !== undefined || link !== undefined;
  list.add({ key, isAliased, rows, column, shows: { kind: countsChildren ? "count" : "value" } });
}

/**
 * [FetchXmlJoin], "Related table property/attribute names are inconsistent": this one link
 * type gives schema names without the table's alias.
 */
function linkedKey({ element, isFirstOnly }: NonNullable<Place["link"]>, column: Column): string {
  return isFirstOnly ? column.schemaName : `${element.label}.${column.logicalName}`;
}

/** Money brings its currency [FetchXmlPage], and every row its key. */
function addCompanions(list: CellList, rows: RowScope): void {
  const { catalog, definition } = rows;
  const hasMoney = list.cells.some((cell) => cell.rows === rows && cell.column.type === "Money");
  for (const name of [...(hasMoney ? ["transactioncurrencyid"] : []), definition.primaryIdColumn]) {
    const column = definition.columns.get(name);
    const key = column && catalog.propertyName(column);
    if (column && key !== undefined && !list.has(key)) {
      list.add({ key, isAliased: false, rows, column, shows: { kind: "value" } });
    }
  }
}

function typeOutput(cell: Cell): string {
  return `${cell.output}#type`;
}
function currencyOutput(cell: Cell): string {
  return `${cell.output}#currency`;
}

/** The SQL outputs for a cell that shows a column's value. */
export function valueOutputs(cell: Cell, isDistinct: boolean): Output[] {
  const { rows, column, output } = cell;
  const outputs: Output[] = [{ name: output, value: columnExpression(rows.ref(column)) }];
  if (hasTypeColumn(column)) {
    const type = { alias: rows.alias, column: typeColumnName(column), kind: "guid" } as const;
    outputs.push({ name: typeOutput(cell), value: columnExpression(type) });
  }
  const currency =
    column.type === "Money" && !isDistinct ? rows.definition.columns.get("transactioncurrencyid") : undefined;
  if (currency) outputs.push({ name: currencyOutput(cell), value: columnExpression(rows.ref(currency)) });
  return outputs;
}

export interface RowFacts {
  /** Logical name of the table a lookup points at. */
  target?: string;
  /** Id of the currency of an amount. */
  currency?: string;
}

export function factsOf(cell: Cell, row: Record<string, unknown>): RowFacts {
  const { column } = cell;
  const type = row[typeOutput(cell)];
  const target = typeof type === "string" ? type : column.targets?.length === 1 ? column.targets[0] : undefined;
  const currency = row[currencyOutput(cell)];
  return { ...(target !== undefined && { target }), ...(typeof currency === "string" && { currency }) };
}
