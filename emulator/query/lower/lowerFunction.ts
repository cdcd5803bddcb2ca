/**
 * The query functions of Dataverse: `Microsoft.Dynamics.CRM.LastXDays(PropertyName='modifiedon',PropertyValue=30)`.
 * [QueryFunctionReference]. Here are their names, parameters and checks; what they mean stands in
 * `dateFunctions.ts`, `identityFunctions.ts` and `valueFunctions.ts`.
 */
import { invalidODataRequest, unknownProperty } from "../../errors/rejections";
import type { Column } from "../../metadata/model";
import type { Expression as Tree, PathStep } from "../../odata/ast";
import { dateFunctions } from "../functions/dateFunctions";
import { functionNamespace, type QueryFunction } from "../functions/functionCall";
import { identityFunctions } from "../functions/identityFunctions";
import type { Lowering } from "../scope/lowering";
import type { Condition } from "../model/model";
import { columnOfProperty, type RowScope } from "../scope/rowScope";
import { valueFunctions } from "../functions/valueFunctions";

const functions: ReadonlyMap<string, QueryFunction> = new Map([
  ...Object.entries(dateFunctions),
  ...Object.entries(identityFunctions),
  ...Object.entries(valueFunctions),
]);

export function lowerQueryFunction(lowering: Lowering, step: PathStep, rows: RowScope): Condition {
  const name = step.name.startsWith(functionNamespace) ? step.name.slice(functionNamespace.length) : "";
  const found = functions.get(name);
  if (!found) throw invalidODataRequest(`An unknown function with name '${step.name}' was found.`);
  const given = new Map((step.parameters ?? []).map((parameter) => [parameter.name, parameter.value]));
  const expected = ["PropertyName", ...(found.parameters === "none" ? [] : found.parameters.split(","))];
  if (given.size !== expected.length || expected.some((each) => !given.has(each))) {
    throw invalidODataRequest(`The function '${step.name}' has the parameters ${expected.join(", ")}.`);
  }
  const [propertyName, ...others] = expected.map((each) => texts(lowering, each, given.get(each)));
  const column = columnNamed(rows, propertyName?.[0] ?? "");
  return found.lower({ name, lowering, rows, column, ref: rows.ref(column), values: others.flat() });
}

/** `PropertyName` is a column's logical name; the property name of a lookup is taken too. */
function columnNamed(rows: RowScope, name: string): Column {
  const { catalog, definition } = rows;
  const column = columnOfProperty(catalog, definition, name) ?? columnOfProperty(catalog, definition, `_${name}_value`);
  if (!column) throw unknownProperty(name, definition.logicalName);
  return column;
}

function texts(lowering: Lowering, parameter: string, tree: Tree | undefined): string[] {
  const expression = tree && lowering.resolve(tree);
  if (parameter === "PropertyValues") {
    if (expression?.kind !== "list" || expression.items.length === 0) {
      throw badParameter(parameter, "an array of strings");
    }
    return expression.items.map((item) => text(lowering, parameter, item));
  }
  if (parameter === "PropertyName" && (!expression || lowering.literal(expression)?.type !== "string")) {
    throw badParameter(parameter, "a column name in apostrophes");
  }
  return [text(lowering, parameter, expression)];
}

function text(lowering: Lowering, parameter: string, expression: Tree | undefined): string {
  const literal = expression && lowering.literal(expression);
  if (literal === undefined || literal.type === "null" || literal.type === "enum") {
    throw badParameter(parameter, "a value");
  }
  return "text" in literal ? literal.text : String(literal.value);
}

function badParameter(parameter: string, expected: string): Error {
  return invalidODataRequest(`The parameter '${parameter}' of a query function must be ${expected}.`);
}
