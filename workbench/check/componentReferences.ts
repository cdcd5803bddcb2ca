import type { ComponentRegistry, RunnableComponent } from "../component/component";
import type { ComponentReference } from "../document/definition";
import { didYouMean, type DocumentPath, type Problem } from "../document/problems";

/**
 * A key leads to one component; whether it is everybody's or the organization's own is written beside it, and the
 * platform looks among the ones or the others accordingly.
 */
export function checkVisibility(
  { component: { key, isPublic } }: ComponentReference,
  path: DocumentPath,
  component: RunnableComponent,
): Problem[] {
  if (component.public === undefined || component.public === isPublic) return [];
  const kind = component.public ? "public" : "private to the organization";
  const message = `The component "${key}" is ${kind}. Did you mean "isPublic: ${component.public}"?`;
  return [{ path: [...path, "component", "isPublic"], message }];
}

/** A member of a component that is not there, with what may have been meant. */
export function unknownMember(
  component: RunnableComponent,
  noun: string,
  key: string,
  known: Iterable<string>,
  otherwise = "",
): string {
  return `The component "${component.key}" has no ${noun} "${key}".${didYouMean(key, known) || otherwise}`;
}

export function unknownComponent(
  { component: { key } }: ComponentReference,
  path: DocumentPath,
  components: ComponentRegistry,
): Problem {
  const known = [...components.keys()];
  const hint = didYouMean(key, known) || ` It has ${known.join(", ")}.`;
  return { path, message: `The component "${key}" is not available to the local runner.${hint}` };
}
