import type { Step } from "./definition";
import type { DocumentPath } from "./problems";

/** Visits steps in document order, those in loops and branches included. */
export function everyStep(
  steps: readonly Step[],
  path: DocumentPath,
  visit: (step: Step, path: DocumentPath) => void,
): void {
  steps.forEach((step, index) => {
    const stepPath = [...path, index];
    visit(step, stepPath);
    everyStep(step.steps ?? [], [...stepPath, "steps"], visit);
    (step.branches ?? []).forEach((branch, position) =>
      everyStep(branch.steps, [...stepPath, "branches", position, "steps"], visit),
    );
  });
}
