/**
 * Checks an integration against the components it uses, before anything runs: what would otherwise surface as a
 * puzzling failure in the middle of a flow is reported with its flow, step and input. The schema has been checked
 * before.
 */
import { checkBranches } from "./checkBranches";
import { checkConfigVars } from "./checkConfigVars";
import { checkInputs } from "./checkInputs";
import { checkReferences } from "./checkReferences";
import type { ComponentRegistry, RunnableAction, RunnableComponent, RunnableTrigger } from "../component/component";
import { checkVisibility, unknownComponent, unknownMember } from "./componentReferences";
import type { ConfigVar, Flow, Integration, Step } from "../document/definition";
import { everyStep } from "../document/everyStep";
import { didYouMean, type DocumentPath, type Problem } from "../document/problems";
import { stepKey } from "../document/stepKey";

export function checkIntegration(
  integration: Integration,
  components: ComponentRegistry,
  /** Only this flow, when the others are not going to run. */
  only?: Flow,
): Problem[] {
  const configVars = new Map((integration.requiredConfigVars ?? []).map((configVar) => [configVar.key, configVar]));
  return [
    ...checkConfigVars(integration.requiredConfigVars ?? [], { components, configVars }),
    ...checkPages(integration, configVars),
    ...integration.flows.flatMap((flow, index) =>
      only === undefined || flow === only ? checkFlow(flow, ["flows", index], { components, configVars }) : [],
    ),
  ];
}

interface Known {
  components: ComponentRegistry;
  configVars: ReadonlyMap<string, ConfigVar>;
}

function checkFlow(flow: Flow, path: DocumentPath, known: Known): Problem[] {
  return [
    ...checkTriggerPlace(flow, path),
    ...checkStepNames(flow, path),
    ...checkSteps(flow.steps, [...path, "steps"], { ...known, loops: 0 }),
    ...checkReferences(flow, path, known.configVars),
  ];
}

function checkTriggerPlace(flow: Flow, path: DocumentPath): Problem[] {
  const problems: Problem[] = [];
  everyStep(flow.steps, [...path, "steps"], (step, stepPath) => {
    const isFirst = step === flow.steps[0];
    if (isFirst && step.isTrigger !== true) {
      problems.push({ path: stepPath, message: "must be a trigger (isTrigger: true), because it is the first step." });
    }
    if (!isFirst && step.isTrigger === true) {
      problems.push({ path: stepPath, message: "is a second trigger; a flow has one, as its first step." });
    }
  });
  return problems;
}

/** References name steps by key, so two steps with one key would hide each other. */
function checkStepNames(flow: Flow, path: DocumentPath): Problem[] {
  const names = new Map<string, string>();
  const problems: Problem[] = [];
  everyStep(flow.steps, [...path, "steps"], (step, stepPath) => {
    const key = stepKey(step.name);
    const other = names.get(key);
    if (key === "") problems.push({ path: stepPath, message: "has no letter or digit in its name." });
    else if (other !== undefined) {
      problems.push({
        path: stepPath,
        message: `and the step "${other}" are both referred to as "${key}"; rename one.`,
      });
    } else names.set(key, step.name);
  });
  return problems;
}

interface StepSurroundings extends Known {
  /** How many loops are around the step. */
  loops: number;
}

function checkSteps(steps: readonly Step[], path: DocumentPath, around: StepSurroundings): Problem[] {
  return steps.flatMap((step, index) => {
    const stepPath = [...path, index];
    const { operation, problems } = findOperation(step, [...stepPath, "action"], around.components);
    if (operation === undefined) return problems;
    const repeats = "repeatsSteps" in operation && operation.repeatsSteps === true;
    return [
      ...problems,
      ...checkInputs(step.inputs ?? {}, operation.inputs, [...stepPath, "inputs"], around.configVars, step.action.key),
      ...checkBranches(step, operation, stepPath),
      ...checkPlace(step, operation, repeats, stepPath, around),
      ...checkSteps(step.steps ?? [], [...stepPath, "steps"], { ...around, loops: around.loops + 1 }),
      ...(step.branches ?? []).flatMap((branch, position) =>
        checkSteps(branch.steps, [...stepPath, "branches", position, "steps"], around),
      ),
    ];
  });
}

function checkPlace(
  step: Step,
  operation: RunnableAction | RunnableTrigger,
  repeats: boolean,
  path: DocumentPath,
  { loops }: StepSurroundings,
): Problem[] {
  const problems: Problem[] = [];
  if (step.steps !== undefined && !repeats) {
    problems.push({ path: [...path, "steps"], message: "Only a loop has steps within it." });
  }
  if ("breakLoop" in operation && operation.breakLoop === true && loops === 0) {
    problems.push({ path, message: "breaks a loop but is not inside one." });
  }
  if ("scheduleSupport" in operation) {
    if (operation.scheduleSupport === "required" && step.schedule === undefined) {
      problems.push({ path, message: "needs a schedule: this trigger runs on one." });
    }
    if (operation.scheduleSupport === "invalid" && step.schedule !== undefined) {
      problems.push({ path: [...path, "schedule"], message: "This trigger does not run on a schedule." });
    }
  }
  return problems;
}

function findOperation(
  step: Step,
  path: DocumentPath,
  components: ComponentRegistry,
): { operation?: RunnableAction | RunnableTrigger; problems: Problem[] } {
  const { key, component: reference } = step.action;
  const component = components.get(reference.key);
  if (component === undefined) return { problems: [unknownComponent(step.action, path, components)] };
  const kind = step.isTrigger === true ? "triggers" : "actions";
  const operations: Readonly<Record<string, RunnableAction | RunnableTrigger>> = component[kind];
  const operation = Object.hasOwn(operations, key) ? operations[key] : undefined;
  const problems = checkVisibility(step.action, path, component);
  if (operation !== undefined) return { operation, problems };
  const noun = kind === "triggers" ? "trigger" : "action";
  const message = unknownMember(component, noun, key, Object.keys(operations), otherKind(component, key, noun));
  return { problems: [...problems, { path, message }] };
}

function otherKind(component: RunnableComponent, key: string, noun: string): string {
  if (noun === "action" && Object.hasOwn(component.triggers, key)) return " It is a trigger, and isTrigger is not set.";
  return noun === "trigger" && Object.hasOwn(component.actions, key) ? " It is an action, and isTrigger is set." : "";
}

function checkPages(integration: Integration, configVars: ReadonlyMap<string, ConfigVar>): Problem[] {
  return (integration.configPages ?? []).flatMap((page, pageIndex) =>
    page.elements.flatMap(({ type, value }, index) =>
      type !== "configVar" || configVars.has(value)
        ? []
        : [
            {
              path: ["configPages", pageIndex, "elements", index],
              message: `The page "${page.name}" shows a config variable "${value}" that is not defined.${didYouMean(value, configVars.keys())}`,
            },
          ],
    ),
  );
}
