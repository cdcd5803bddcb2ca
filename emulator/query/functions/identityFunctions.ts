/** Query functions about who asks, and about hierarchies. */
import type { Table } from "../../metadata/model";
import type { FunctionCall, QueryFunction } from "./functionCall";
import { notForColumn, stored } from "./functionCall";
import type { ColumnRef, Condition, Hierarchy } from "../model/model";

/** The organization has one language. */
const userLanguage = 1033;

function none(lower: (call: FunctionCall) => Condition): QueryFunction {
  return {
    parameters: "none",
    lower: (call) => {
      if (call.ref.kind !== "guid") throw notForColumn(call);
      return lower(call);
    },
  };
}

function equals(call: FunctionCall, operator: "eq" | "ne", right: string): Condition {
  return {
    kind: "compare",
    operator,
    left: { kind: "column", column: call.ref },
    right,
  };
}

/** The column holds a team that has one of the users as a member. */
function teamsOf(call: FunctionCall, users: (user: ColumnRef) => Condition): Condition {
  const membership = call.rows.catalog.table("teammembership");
  if (!membership) return { kind: "constant", value: false };
  const rows = call.lowering.rowsOf(membership);
  const column = (name: string): ColumnRef => ({ alias: rows.alias, column: name, kind: "guid" });
  const query = { from: rows, joins: [], where: users(column("systemuserid")) };
  return { kind: "inQuery", column: call.ref, rows: query, value: column("teamid"), negated: false };
}

/** The user and everybody below, by manager ([HierarchySecurity], manager hierarchy). */
function reportsTo(column: ColumnRef, userId: string): Condition {
  return {
    kind: "hierarchy",
    column,
    hierarchy: {
      table: "systemuser",
      keyColumn: "systemuserid",
      parentColumn: "parentsystemuserid",
      startId: userId,
      direction: "under",
      includeStart: true,
    },
    negated: false,
  };
}

function either(...conditions: Condition[]): Condition {
  return { kind: "or", conditions };
}

function self(call: FunctionCall): Condition {
  return equals(call, "eq", caller(call).userId);
}
function caller(call: FunctionCall): FunctionCall["lowering"]["context"]["caller"] {
  return call.lowering.context.caller;
}
function ownTeams(call: FunctionCall): Condition {
  return teamsOf(call, (column) => ({
    kind: "compare",
    operator: "eq",
    left: { kind: "column", column },
    right: caller(call).userId,
  }));
}
function ownHierarchy(call: FunctionCall): Condition {
  return reportsTo(call.ref, caller(call).userId);
}

function hierarchy(direction: Hierarchy["direction"], includeStart: boolean, negated = false): QueryFunction {
  return {
    parameters: "PropertyValue",
    lower: (call) => {
      const found = hierarchicalTable(call);
      if (!found) throw notForColumn(call);
      const { table, parentColumn } = found;
      const startId = String(stored(call, call.values.join("")));
      const names = { table: table.logicalName, keyColumn: table.primaryIdColumn, parentColumn };
      return {
        kind: "hierarchy",
        column: call.ref,
        hierarchy: { ...names, startId, direction, includeStart },
        negated,
      };
    },
  };
}

/** The table whose rows the column names: its own for the primary key, else the target; and its parent lookup. */
function hierarchicalTable({ column, rows }: FunctionCall): { table: Table; parentColumn: string } | undefined {
  const candidates = column.isPrimaryId ? [rows.definition.logicalName] : (column.targets ?? []);
  for (const candidate of candidates) {
    const table = rows.catalog.table(candidate);
    const relationship = rows.catalog.metadata.oneToMany.find(
      (each) => each.isHierarchical && each.referencedTable === candidate && each.referencingTable === candidate,
    );
    if (table && relationship) return { table, parentColumn: relationship.referencingColumn };
  }
  return undefined;
}

export const identityFunctions: Record<string, QueryFunction> = {
  EqualUserId: none(self),
  NotEqualUserId: none((call) => equals(call, "ne", caller(call).userId)),
  EqualBusinessId: none((call) => equals(call, "eq", caller(call).businessUnitId)),
  NotEqualBusinessId: none((call) => equals(call, "ne", caller(call).businessUnitId)),
  EqualUserTeams: none(ownTeams),
  EqualUserOrUserTeams: none((call) => either(self(call), ownTeams(call))),
  EqualUserOrUserHierarchy: none(ownHierarchy),
  EqualUserOrUserHierarchyAndTeams: none((call) =>
    either(
      ownHierarchy(call),
      teamsOf(call, (user) => reportsTo(user, caller(call).userId)),
    ),
  ),
  EqualUserLanguage: {
    parameters: "none",
    lower: (call) => {
      if (call.ref.kind !== "number") throw notForColumn(call);
      return { kind: "compare", operator: "eq", left: { kind: "column", column: call.ref }, right: userLanguage };
    },
  },
  Above: hierarchy("above", false),
  AboveOrEqual: hierarchy("above", true),
  Under: hierarchy("under", false),
  UnderOrEqual: hierarchy("under", true),
  NotUnder: hierarchy("under", false, true),
};
