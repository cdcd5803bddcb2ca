/**
 * Property paths: `name`, `primarycontactid/fullname`, and behind a lambda variable `t/subject`. Lookups are named only
 * as `_x_value` or followed as a navigation property.
 */
import { invalidODataRequest, unknownProperty } from "../../errors/rejections";
import type { Column, Navigation } from "../../metadata/model";
import type { PathStep } from "../../odata/ast";
import { pathText } from "../scope/lowering";
import type { ColumnRef } from "../model/model";
import { typeName } from "../scope/queryErrors";
import type { RowScope } from "../scope/rowScope";

/** The tables whose rows a path can start from. */
export interface Variables {
  root: RowScope;
  /** Lambda variables, the innermost last. */
  named: ReadonlyMap<string, RowScope>;
}

export interface PropertyTarget {
  scope: RowScope;
  column: Column;
  ref: ColumnRef;
}

/** @throws ServiceError when a step names nothing, or a navigation property stands where a value must. */
export function lowerProperty(path: PathStep[], variables: Variables): PropertyTarget {
  const { scope, rest } = startOf(path, variables);
  const target = lastStep(path, rest);
  const owner = followAll(scope, rest.slice(0, -1));
  const navigation = owner.catalog.navigation(owner.definition, target.name);
  const column = navigation ? undefined : owner.column(target.name);
  if (!column) {
    throw invalidODataRequest(
      `The navigation property '${target.name}' cannot be used as a value; ${hint(navigation)}`,
    );
  }
  return { scope: owner, column, ref: owner.ref(column) };
}

function hint(navigation: Navigation | undefined): string {
  return navigation?.kind === "single"
    ? `use '_${navigation.column.logicalName}_value' or one of its properties.`
    : "use any or all.";
}

export interface CollectionTarget {
  scope: RowScope;
  navigation: Exclude<Navigation, { kind: "single" }>;
}

/** The collection before `any` and `all`. */
export function lowerCollection(path: PathStep[], variables: Variables): CollectionTarget {
  const { scope, rest } = startOf(path, variables);
  const step = lastStep(path, rest);
  // [QueryFilter]: no conditions on collections that are nested in a lookup property.
  if (rest.length > 1) {
    throw invalidODataRequest(
      `The collection '${pathText(path)}' is reached through a lookup, which any and all do not support.`,
    );
  }
  const navigation = scope.catalog.navigation(scope.definition, step.name);
  if (!navigation) throw unknownProperty(step.name, scope.definition.logicalName);
  if (navigation.kind === "single") {
    throw invalidODataRequest(`'${step.name}' is not a collection; any and all need one.`);
  }
  return { scope, navigation };
}

/** The rows at the end of a path of single-valued navigation properties. */
export function lowerRows(path: PathStep[], variables: Variables): RowScope {
  const { scope, rest } = startOf(path, variables);
  return followAll(scope, rest);
}

function followAll(scope: RowScope, steps: PathStep[]): RowScope {
  return steps.reduce((rows, step) => {
    checkPlain(step);
    const navigation = rows.catalog.navigation(rows.definition, step.name);
    if (navigation?.kind === "single") return rows.follow(navigation);
    if (navigation) {
      throw invalidODataRequest(
        `The collection '${step.name}' on type '${typeName(rows.definition)}' cannot be part of a path.`,
      );
    }
    throw rows.catalog.columnByProperty(rows.definition, step.name)
      ? invalidODataRequest(
          `The property '${step.name}' on type '${typeName(rows.definition)}' has no properties of its own.`,
        )
      : unknownProperty(step.name, rows.definition.logicalName);
  }, scope);
}

function startOf(path: PathStep[], variables: Variables): { scope: RowScope; rest: PathStep[] } {
  const [first, ...rest] = path;
  const named = first && variables.named.get(first.name);
  if (named) return { scope: named, rest };
  return { scope: variables.root, rest: first?.name === "$it" ? rest : path };
}

function lastStep(path: PathStep[], rest: PathStep[]): PathStep {
  const step = rest.at(-1);
  if (!step) throw invalidODataRequest(`'${pathText(path)}' is a row and not a value.`);
  return checkPlain(step);
}

function checkPlain(step: PathStep): PathStep {
  const isPlain = !step.key && !step.parameters && !step.arguments && !/[$@.]/.test(step.name);
  if (!isPlain) throw invalidODataRequest(`The path segment '${step.name}' is not supported in a query option.`);
  return step;
}
