/**
 * The tables of a query and the names conditions and orders call them by. A level is one SELECT: the query itself or a
 * sub-query of it; names that a level does not have are looked for in the level around it.
 */
import { noAttribute, noEntity } from "../tree/fetchErrors";
import type { Column } from "../../metadata/model";
import type { Lowering } from "../../query/scope/lowering";
import type { Condition, Join, SubQuery } from "../../query/model/model";
import { every } from "../../query/model/model";
import type { RowScope } from "../../query/scope/rowScope";
import { isStored } from "../../organization/store/naming";
import { unknownAlias } from "../tree/fetchErrors";
import type { EntityElement, LinkElement } from "../tree/fetchTree";

export interface Place {
  rows: RowScope;
  element: EntityElement;
  level: Level;
  /** `undefined` for the table a level starts from. */
  link?: { element: LinkElement; join: Join; parent: Place; isFirstOnly: boolean };
}

export class Level {
  readonly joins: Join[] = [];
  readonly where: Condition[] = [];
  /** In the order of the document, the one it starts from first. */
  readonly places: Place[] = [];

  constructor(
    readonly lowering: Lowering,
    readonly outer?: Level,
  ) {}

  /** @throws ServiceError when there is no such table. */
  rowsOf(logicalName: string): RowScope {
    const table = this.lowering.context.store.catalog.table(logicalName);
    if (!table) throw noEntity(logicalName);
    return this.lowering.rowsOf(table, this.joins);
  }

  add(rows: RowScope, element: EntityElement, link?: Place["link"]): Place {
    const place: Place = { rows, element, level: this, ...(link && { link }) };
    this.places.push(place);
    return place;
  }

  /**
   * By alias, by the name a table without alias gets, or by the table's logical name ([FetchXmlFilter], "Filters on
   * link-entity").
   */
  find(name: string): Place {
    const found =
      this.places.find((each) => labelOf(each) === name) ?? this.places.find((each) => each.rows.table === name);
    if (found) return found;
    if (!this.outer) throw unknownAlias(name);
    return this.outer.find(name);
  }

  query(from: Place): SubQuery {
    return { from: from.rows, joins: this.joins, where: every(this.where) };
  }
}

function labelOf({ element }: Place): string | undefined {
  return "label" in element ? (element as LinkElement).label : undefined;
}

/** Names of columns are case-sensitive. */
export function columnOf(rows: RowScope, name: string): Column {
  const column = rows.definition.columns.get(name);
  if (!column) throw noAttribute(rows.definition, name);
  return column;
}

/** A column that can be read, compared and sorted by; shadows such as `createdbyname` have nothing of their own. */
export function isReadable(rows: RowScope, column: Column): boolean {
  return isStored(rows.definition, column);
}
