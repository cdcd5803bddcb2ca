/** The two columns a link joins by. */
import { invalidArgument } from "../../errors/rejections";
import { errors } from "../../errors/catalog";
import { ServiceError } from "../../errors/serviceError";
import type { Column } from "../../metadata/model";
import type { Condition } from "../../query/model/model";
import type { RowScope } from "../../query/scope/rowScope";
import type { LinkElement } from "../tree/fetchTree";
import { columnOf, isReadable } from "./places";

export interface JoinColumns {
  from: Column;
  to: Column;
}

export function joinColumns(link: LinkElement, linked: RowScope, parent: RowScope): JoinColumns {
  const names =
    link.from !== undefined && link.to !== undefined ? { from: link.from, to: link.to } : related(linked, parent);
  return { from: joinable(linked, names.from), to: joinable(parent, names.to) };
}

export function joinsOn({ from, to }: JoinColumns, linked: RowScope, parent: RowScope): Condition {
  return { kind: "compareColumns", operator: "eq", left: linked.ref(from), right: parent.ref(to) };
}

/** [FetchXmlJoin], "No relationship": the types that can't be used. */
function joinable(rows: RowScope, name: string): Column {
  const column = columnOf(rows, name);
  const { type } = column;
  if (type === "File" || type === "Image" || type === "MultiSelectPicklist" || !isReadable(rows, column)) {
    throw new ServiceError(
      errors.JoinColumnNotSupported,
      `The attribute '${name}' of type ${type} can't be used for the link-entity join.`,
    );
  }
  return column;
}

/** Without `from` and `to` the one relationship between the two tables is meant. */
function related(linked: RowScope, parent: RowScope): { from: string; to: string } {
  const found = linked.catalog.metadata.oneToMany.flatMap((each) => {
    const pairs = [];
    if (each.referencingTable === linked.table && each.referencedTable === parent.table) {
      pairs.push({ from: each.referencingColumn, to: each.referencedColumn });
    }
    if (each.referencingTable === parent.table && each.referencedTable === linked.table) {
      pairs.push({ from: each.referencedColumn, to: each.referencingColumn });
    }
    return pairs;
  });
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  throw invalidArgument(
    `The link-entity '${linked.table}' needs the attributes from and to: ${found.length} relationships lead to '${parent.table}'.`,
  );
}
