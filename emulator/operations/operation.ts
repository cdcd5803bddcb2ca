/**
 * A function or an action. One entry of the registry holds everything about it: what `$metadata` declares, what its
 * parameters must be, what it costs and what it does.
 */
import type { JsonObject } from "../json";
import type { operationEnums } from "../definitions/csdl/operationTypes";
import type { OperationKind } from "../disturbance";
import type { RequestContext } from "../messages/requestContext";
import type { OperationDeclaration } from "../metadata/operation";
import type { Table } from "../metadata/model";

export interface Operation extends OperationDeclaration {
  cost: OperationKind;
  run: (context: RequestContext, parameters: JsonObject, bound: Bound) => OperationResult;
}

/** The row or collection in front of a bound operation; an unbound one gets neither. */
export interface Bound {
  table?: Table;
  id?: string;
}

/** Members of the response type, or nothing for 204. */
export type OperationResult = JsonObject | undefined;

type Types = Readonly<Record<string, string>>;

/** The values of the declared parameters for `run`, which are already checked. */
export type ParameterValues<Declared extends Types> = { [Name in keyof Declared]: ValueOf<Declared[Name]> };

/** The first are only for operations; the other one is also for definitions. */
type EnumType = keyof typeof operationEnums | "DeletedMetadataFilters";

type ValueOf<Type extends string> = Type extends `${infer Required}?`
  ? ValueOf<Required> | null | undefined
  : Type extends `Collection(${infer Item})`
    ? ValueOf<Item>[]
    : Type extends `mscrm.${infer Name}`
      ? Name extends EnumType
        ? string
        : JsonObject
      : Type extends "Edm.Int32"
        ? number
        : Type extends "Edm.Boolean"
          ? boolean
          : string;

interface Entry<Declared extends Types> {
  name: string;
  boundTo?: string;
  parameters: Declared;
  response?: Types;
  run: (context: RequestContext, parameters: ParameterValues<Declared>, bound: Bound) => OperationResult;
}

export function defineFunction<const Declared extends Types>(entry: Entry<Declared>): Operation {
  return { kind: "function", cost: "action", ...withCheckedParameters(entry) };
}

export function defineAction<const Declared extends Types>(entry: Entry<Declared>): Operation {
  return { kind: "action", cost: "action", ...withCheckedParameters(entry) };
}

/** `readParameters` vouches for the types, which no longer differ from one operation to another here. */
function withCheckedParameters<Declared extends Types>({ run, ...declaration }: Entry<Declared>) {
  return {
    ...declaration,
    run: (context: RequestContext, parameters: JsonObject, bound: Bound) =>
      run(context, parameters as ParameterValues<Declared>, bound),
  };
}
