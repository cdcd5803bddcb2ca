/** The arguments of a query function, and its errors when the column does not fit. */
import { invalidODataRequest } from "../../errors/rejections";
import type { Column } from "../../metadata/model";
import type { SqlValue } from "../../organization/store/database";
import type { Lowering } from "../scope/lowering";
import type { ColumnRef, Condition } from "../model/model";
import { typeName } from "../scope/queryErrors";
import type { RowScope } from "../scope/rowScope";
import { edmTypeOf, storedValueOfText } from "../scope/values";

export const functionNamespace = "Microsoft.Dynamics.CRM.";

/** A function as called: its column, and its other arguments as text. */
export interface FunctionCall {
  name: string;
  lowering: Lowering;
  rows: RowScope;
  column: Column;
  ref: ColumnRef;
  /** In the order of the function's parameters behind `PropertyName`; an array parameter has many. */
  values: string[];
}

/** Parameters behind `PropertyName`. */
export type Parameters = "none" | "PropertyValue" | "PropertyValue1,PropertyValue2" | "PropertyValues";

export interface QueryFunction {
  parameters: Parameters;
  lower(call: FunctionCall): Condition;
}

/** A value as the function's column stores it. */
export function stored(call: FunctionCall, text: string): Exclude<SqlValue, null> {
  const value = storedValueOfText(call.ref.kind, text);
  if (value === undefined || value === null) {
    throw invalidODataRequest(`Cannot convert the literal '${text}' to the expected type '${edmTypeOf(call.column)}'.`);
  }
  return value;
}

export function notForColumn(call: FunctionCall): Error {
  return invalidODataRequest(
    `The function '${functionNamespace}${call.name}' is not supported for the column '${call.column.logicalName}' ` +
      `on type '${typeName(call.rows.definition)}'.`,
  );
}
