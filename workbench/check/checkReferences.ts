import type { ComplexItem, ConfigVar, Expression, Expressions, Flow, Step } from "../document/definition";
import { parseReference, templateParts, unclosedPlaceholder } from "../document/expressions";
import { didYouMean, type DocumentPath, type Problem } from "../document/problems";
import { stepKey } from "../document/stepKey";

/** Every reference must lead to a step that comes before it, every config variable must be defined. */
export function checkReferences(flow: Flow, path: DocumentPath, configVars: ReadonlyMap<string, ConfigVar>): Problem[] {
  const check = new ReferenceCheck(configVars);
  check.steps(flow.steps, [...path, "steps"]);
  return check.problems;
}

/** The same for the inputs of a config variable, which has its value before any step runs. */
export function checkConfigVarReferences(
  inputs: Expressions,
  path: DocumentPath,
  configVars: ReadonlyMap<string, ConfigVar>,
): Problem[] {
  const check = new ReferenceCheck(configVars);
  check.inputs(inputs, path);
  return check.problems;
}

const loopProperties = ["currentItem", "index", "isFirst", "isLast"];

/** Walks a flow in document order and collects, for each step, the names that it can refer to. */
class ReferenceCheck {
  readonly problems: Problem[] = [];
  /** Earlier steps. A step in a branch that was not taken resolves to `undefined`, which is not an error. */
  private readonly finished = new Set<string>();
  private readonly openLoops = new Set<string>();

  constructor(private readonly configVars: ReadonlyMap<string, ConfigVar>) {}

  steps(steps: readonly Step[], path: DocumentPath): void {
    steps.forEach((step, index) => this.step(step, [...path, index]));
  }

  inputs(inputs: Expressions, path: DocumentPath): void {
    for (const [key, input] of Object.entries(inputs)) this.expression(input, [...path, key]);
  }

  private step(step: Step, path: DocumentPath): void {
    this.inputs(step.inputs ?? {}, [...path, "inputs"]);
    const key = stepKey(step.name);
    if (step.steps !== undefined) {
      this.openLoops.add(key);
      this.steps(step.steps, [...path, "steps"]);
      this.openLoops.delete(key);
    }
    this.finished.add(key);
    // However a trigger is named, "trigger" leads to it as well.
    if (step.isTrigger) this.finished.add("trigger");
    step.branches?.forEach((branch, index) => this.steps(branch.steps, [...path, "branches", index, "steps"]));
  }

  private expression(expression: Expression, path: DocumentPath): void {
    if (typeof expression.name === "object") this.expression(expression.name, path);
    switch (expression.type) {
      case "value":
        return;
      case "reference":
        return this.reference(expression.value, path);
      case "configVar":
        return this.configVar(expression.value, path);
      case "template":
        return this.template(expression.value, path);
      case "complex":
        return expression.value.forEach((item) => this.item(item, path));
    }
  }

  private template(template: string, path: DocumentPath): void {
    for (const part of templateParts(template)) {
      if ("reference" in part) this.reference(part.reference, path);
      if ("configVar" in part) this.configVarText(part.configVar, path);
      const unclosed = unclosedPlaceholder(part);
      if (unclosed !== undefined) {
        this.problems.push({ path, message: `The placeholder that begins at "${unclosed}" is not closed by "}}".` });
      }
    }
  }

  private item(item: ComplexItem, path: DocumentPath): void {
    if (Array.isArray(item)) item.forEach((nested) => this.item(nested, path));
    else if (typeof item === "object") this.expression(item, path);
  }

  private reference(reference: string, path: DocumentPath): void {
    // An optional input whose reference was cleared in the designer.
    if (reference === "") return;
    let segments: [string, ...string[]];
    try {
      segments = parseReference(reference);
    } catch (error) {
      this.problems.push({ path, message: (error as Error).message });
      return;
    }
    const message = this.referenceMessage(segments);
    if (message !== undefined) this.problems.push({ path, message: `The reference "${reference}" ${message}` });
  }

  private referenceMessage([step, property = ""]: [string, ...string[]]): string | undefined {
    if (this.openLoops.has(step)) {
      if (loopProperties.includes(property)) return undefined;
      return `asks the loop around it for "${property}"; within a loop there are ${loopProperties.join(", ")}.`;
    }
    if (!this.finished.has(step)) {
      return `leads to no step that comes before this one.${didYouMean(step, [...this.finished, ...this.openLoops])}`;
    }
    return property === "results" ? undefined : `must go on with ".results" after the name of the step.`;
  }

  private configVar(key: string, path: DocumentPath): void {
    if (key === "" || this.configVars.has(key)) return;
    const message = `The config variable "${key}" is not defined.${didYouMean(key, this.configVars.keys())}`;
    this.problems.push({ path, message });
  }

  private configVarText(key: string, path: DocumentPath): void {
    this.configVar(key, path);
    if (this.configVars.get(key)?.dataType !== "connection") return;
    this.problems.push({ path, message: `The connection "${key}" cannot be part of a text.` });
  }
}
