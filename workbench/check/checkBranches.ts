import type { RunnableAction, RunnableTrigger } from "../component/component";
import type { Step } from "../document/definition";
import { didYouMean, type DocumentPath, type Problem } from "../document/problems";

/** The branch taken when no condition holds; every branching step of the platform has it. */
export const elseBranch = "Else";

/** Only a step that branches has branches, and their names are ones that it can return. */
export function checkBranches(step: Step, operation: RunnableAction | RunnableTrigger, path: DocumentPath): Problem[] {
  const branches = step.branches ?? [];
  if (operation.allowsBranching !== true) {
    return branches.length === 0 ? [] : [{ path: [...path, "branches"], message: "This step does not branch." }];
  }
  const known = knownBranches(step, operation);
  if (known === undefined) return [];
  return branches.flatMap(({ name }, index) => {
    const place = [...path, "branches", index];
    if (branches.findIndex((other) => other.name === name) < index) {
      return [{ path: place, message: `The branch "${name}" is there twice.` }];
    }
    if (known.has(name)) return [];
    return [{ path: place, message: `The step never takes the branch "${name}".${didYouMean(name, known)}` }];
  });
}

/** Undefined when the names are known only at run time. */
function knownBranches(step: Step, operation: RunnableAction | RunnableTrigger): Set<string> | undefined {
  if (operation.staticBranchNames) return new Set([...operation.staticBranchNames, elseBranch]);
  if (operation.dynamicBranchInput === undefined) return undefined;
  const mapping = step.inputs?.[operation.dynamicBranchInput];
  if (mapping?.type !== "complex") return undefined;
  const names = mapping.value.map((item) => (typeof item === "object" && "name" in item ? item.name : undefined));
  return names.every((name) => typeof name === "string") ? new Set([...names, elseBranch]) : undefined;
}
