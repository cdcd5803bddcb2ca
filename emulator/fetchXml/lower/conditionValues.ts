/** The values of a condition: as many as its operator takes, as text that fits the column. */
import { invalidArgument } from "../../errors/rejections";
import type { Column } from "../../metadata/model";
import type { ValueKind } from "../../query/model/model";
import type { RowScope } from "../../query/scope/rowScope";
import { storedValueOfText } from "../../query/scope/values";
import { invalidValue } from "../tree/fetchErrors";
import type { ConditionElement } from "../tree/fetchTree";
import { pascal, type Operator } from "./operators";

export function argumentsOf(
  condition: ConditionElement,
  operator: Operator,
  rows: RowScope,
  column: Column,
  kind: ValueKind,
): string[] {
  const { values, attribute } = condition;
  // Values that the operator does not use are ignored: designers leave old values in the query.
  if (operator.takes === 0) return [];
  if (operator.takes === "some" ? values.length === 0 : values.length !== operator.takes) {
    throw invalidArgument(
      `The ConditionOperator.${pascal(condition.operator)} requires ${operator.takes === "some" ? "one or more" : operator.takes} ` +
        `value/s, not ${values.length}. Parameter Name: ${attribute}`,
    );
  }
  return values.map((value) => {
    const text = operator.ofColumn ? labelAsNumber(rows, column, value) : value.trim();
    const isValid = operator.ofColumn ? isValueOf(kind, text) : /^\d{1,9}$/.test(text) && Number(text) > 0;
    if (!isValid && !(operator.isPattern || operator.takesDay)) throw invalidValue(rows.definition, attribute, value);
    if (operator.takesDay && storedValueOfText("dateTime", text) === undefined) {
      throw invalidValue(rows.definition, attribute, value);
    }
    return text;
  });
}

function isValueOf(kind: ValueKind, text: string): boolean {
  if (kind === "multiChoice") return text.split(",").every((each) => storedValueOfText("number", each) !== undefined);
  return storedValueOfText(kind, text) !== undefined;
}

/** Choices can be given by label or invariant name: Microsoft's samples say `statecode eq 'Won'`. */
function labelAsNumber({ catalog }: RowScope, column: Column, value: string): string {
  const wanted = value.trim().toLowerCase();
  if (/^[-+]?\d+$/.test(wanted)) return value;
  const choice = catalog
    .choices(column)
    .find((each) => each.invariantName?.toLowerCase() === wanted || catalog.label(each.label).toLowerCase() === wanted);
  return choice ? String(choice.value) : value;
}
