import type { ComponentInput } from "../component/component";
import type { ComplexItem, ConfigVar, Expression, Expressions } from "../document/definition";
import { didYouMean, type DocumentPath, type Problem } from "../document/problems";

type ConfigVars = ReadonlyMap<string, ConfigVar>;

/** Every input given must exist and be of the right kind; every required one must be given. */
export function checkInputs(
  inputs: Expressions,
  declared: readonly ComponentInput[],
  path: DocumentPath,
  configVars: ConfigVars,
  /** Key of the action, trigger or data source. */
  owner: string,
): Problem[] {
  const known = new Map(declared.map((input) => [input.key, input]));
  const problems = Object.entries(inputs).flatMap(([key, expression]) => {
    const input = known.get(key);
    const message =
      input === undefined
        ? `"${owner}" has no such input.${didYouMean(key, known.keys())}`
        : inputMessage(expression, input, configVars);
    return message === undefined ? [] : [{ path: [...path, key], message }];
  });
  const missing = declared.filter((input) => isMissing(inputs[input.key], input));
  return [...problems, ...missing.map(({ key }) => ({ path: [...path, key], message: "is required and not given." }))];
}

/** An input that the document leaves out keeps its default, which the designer writes out when a step is added. */
function isMissing(expression: Expression | undefined, { required, default: preset }: ComponentInput): boolean {
  if (required !== true) return false;
  if (expression === undefined) return preset === undefined || preset === "";
  return isBlank(expression);
}

function isBlank(expression: Expression): boolean {
  if (expression.type === "complex") return expression.value.length === 0;
  return (expression.value ?? "") === "";
}

function inputMessage(expression: Expression, input: ComponentInput, configVars: ConfigVars): string | undefined {
  if (input.type === "connection") return connectionMessage(expression, configVars);
  if (input.collection === "valuelist" || input.collection === "keyvaluelist") {
    return collectionMessage(expression, input.collection, input.type);
  }
  // Structured values and conditions are written as complex expressions; anything else takes one plain value.
  const structured = ["conditional", "structuredObject", "dynamicObject", "data"].includes(input.type);
  if (expression.type === "complex" && !structured) return "takes one value, not a list (type: complex).";
  return expression.type === "value" ? valueMessage(expression.value ?? "", input) : undefined;
}

function connectionMessage(expression: Expression, configVars: ConfigVars): string | undefined {
  if (expression.type !== "configVar") return "takes a connection: the name of a config variable (type: configVar).";
  const configVar = configVars.get(expression.value);
  if (configVar === undefined || configVar.dataType === "connection") return undefined;
  return `takes a connection, but the config variable "${configVar.key}" is of type ${configVar.dataType}.`;
}

function collectionMessage(
  expression: Expression,
  collection: "valuelist" | "keyvaluelist",
  itemType: string,
): string | undefined {
  // A whole list may come from a step or a config variable; an empty value is a list left empty.
  if (expression.type === "reference" || expression.type === "configVar" || isBlank(expression)) return undefined;
  const pairs = collection === "keyvaluelist";
  const kind = pairs ? "a list of key and value pairs" : "a list of values";
  if (expression.type !== "complex") return `takes ${kind} (type: complex), not a single ${expression.type}.`;
  const isPair = (item: ComplexItem) => typeof item === "object" && !Array.isArray(item) && item.name !== undefined;
  if (pairs && !expression.value.every(isPair)) return `takes ${kind}; an element has no name.`;
  if (!pairs && itemType !== "conditional" && expression.value.some(isPair)) {
    return `takes ${kind}; an element has a name.`;
  }
  return undefined;
}

function valueMessage(value: string, { type, model }: ComponentInput): string | undefined {
  if (value === "") return undefined;
  if (type === "boolean" && value !== "true" && value !== "false") return `must be "true" or "false", not "${value}".`;
  const choices = (model ?? []).map((choice) => choice.value);
  if (choices.length === 0 || choices.includes(value)) return undefined;
  return `must be one of ${choices.join(", ")}, not "${value}".${didYouMean(value, choices)}`;
}
