/** The context for lowering one request: its caller, its parameter aliases and its number of conditions. */
import { invalidODataRequest } from "../../errors/rejections";
import type { Table } from "../../metadata/model";
import type { Expression, Literal, PathStep } from "../../odata/ast";
import { defaultCalendar, type CalendarSettings } from "./calendar";
import type { QueryContext } from "../model/context";
import type { Join } from "../model/model";
import { tooManyConditions } from "./queryErrors";
import { AliasNames, RowScope } from "./rowScope";

/** Microsoft: "Filter rows", "Condition limits". */
const maxConditions = 500;

export class Lowering {
  private conditions = 0;

  constructor(
    readonly context: QueryContext,
    /** `undefined` inside `$expand`, where Dataverse offers no aliases. */
    private readonly aliases: Record<string, Expression> | undefined,
    readonly calendar: CalendarSettings = defaultCalendar,
    private readonly names = new AliasNames(),
  ) {}

  rowsOf(table: Table, joins: Join[] = []): RowScope {
    return new RowScope(this.context.store.catalog, table, this.names, joins);
  }

  /** @throws ServiceError at the 501st. */
  countCondition(): void {
    this.conditions += 1;
    if (this.conditions > maxConditions) throw tooManyConditions();
  }

  /** An alias stands for its expression; one without a value counts as null ([ODataUrl] 5.3.1.2). */
  resolve(expression: Expression): Expression {
    if (expression.kind !== "alias") return expression;
    if (this.aliases === undefined) {
      throw invalidODataRequest(`Parameter alias '@${expression.name}' is not supported in $expand.`);
    }
    const found = Object.hasOwn(this.aliases, expression.name) ? this.aliases[expression.name] : undefined;
    // An alias may not stand for another one.
    if (found === undefined || found.kind === "alias") {
      return { kind: "literal", literal: { type: "null" }, at: expression.at };
    }
    return found;
  }

  /** The literal an expression is, negative numbers and aliases included. */
  literal(expression: Expression): Literal | undefined {
    const resolved = this.resolve(expression);
    if (resolved.kind === "literal") return resolved.literal;
    if (resolved.kind !== "unary" || resolved.operator !== "negate") return undefined;
    const operand = this.literal(resolved.operand);
    return operand?.type === "number" ? { type: "number", text: negated(operand.text) } : undefined;
  }
}

function negated(text: string): string {
  return text.startsWith("-") ? text.slice(1) : `-${text}`;
}

/** The name that is a single plain step. */
export function plainName(path: PathStep[]): string {
  const [step, ...rest] = path;
  if (step === undefined || rest.length > 0 || step.key || step.parameters || step.arguments) {
    throw invalidODataRequest(`The path '${pathText(path)}' is not supported here.`);
  }
  return step.name;
}

export function pathText(path: PathStep[]): string {
  return path.map((step) => step.name).join("/");
}
