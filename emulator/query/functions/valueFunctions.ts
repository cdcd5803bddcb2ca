/** Query functions that compare with given values. */
import { invalidODataRequest } from "../../errors/rejections";
import type { FunctionCall, QueryFunction } from "./functionCall";
import { notForColumn, stored } from "./functionCall";
import type { Condition } from "../model/model";

/** An array is a set here, `In(PropertyName='statuscode',PropertyValues=["1","2"])`. */
function inSet(call: FunctionCall, negated: boolean): Condition {
  if (call.ref.kind === "multiChoice" || call.ref.kind === "binary") throw notForColumn(call);
  return { kind: "in", column: call.ref, values: call.values.map((each) => stored(call, each)), negated };
}

function between(call: FunctionCall, negated: boolean): Condition {
  const [low, high, ...more] = call.values;
  if (low === undefined || high === undefined || more.length > 0) {
    throw invalidODataRequest(`The function '${call.name}' needs two values, the lower one first.`);
  }
  if (["multiChoice", "binary", "guid", "boolean"].includes(call.ref.kind)) throw notForColumn(call);
  return { kind: "between", column: call.ref, low: stored(call, low), high: stored(call, high), negated };
}

function containsValues(call: FunctionCall, negated: boolean): Condition {
  if (call.ref.kind !== "multiChoice") throw notForColumn(call);
  return {
    kind: "containsValues",
    column: call.ref,
    values: call.values.map((each) => Number(stored(call, each))),
    negated,
  };
}

/** A full-text search in Dataverse; text is found here as `contains` finds it. */
function contains(call: FunctionCall): Condition {
  if (call.ref.kind !== "text") throw notForColumn(call);
  return { kind: "like", column: call.ref, pattern: `%${call.values.join("")}%`, negated: false };
}

function many(lower: (call: FunctionCall) => Condition): QueryFunction {
  return { parameters: "PropertyValues", lower };
}

export const valueFunctions: Record<string, QueryFunction> = {
  In: many((call) => inSet(call, false)),
  NotIn: many((call) => inSet(call, true)),
  Between: many((call) => between(call, false)),
  NotBetween: many((call) => between(call, true)),
  ContainValues: many((call) => containsValues(call, false)),
  DoesNotContainValues: many((call) => containsValues(call, true)),
  Contains: { parameters: "PropertyValue", lower: contains },
};
