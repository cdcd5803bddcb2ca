import type { StepEvent } from "../run/execution";
import { isRecord, shorten, summary } from "./valueText";

/** Describes in one line what a step did, for a person who watches a flow. Knows no component; see `StepTexts`. */
type Finished = Extract<StepEvent, { type: "finished" }>;

/** The words of one component for what its steps do. */
export interface StepTexts {
  /** Key of the component. */
  component: string;
  /** By the action's key. */
  actions: Record<string, (step: Pick<Finished, "params" | "results">) => string>;
  /** Of what a trigger returned; undefined when it is not special to the component. */
  trigger?: (results: unknown) => string | undefined;
}

export function describe({ step, params, results, branch }: Finished, texts?: StepTexts): string {
  const own = texts?.component === step.component ? texts : undefined;
  if (step.isTrigger) return own?.trigger?.(results) ?? describeTrigger(results);
  const action = own?.actions[step.action];
  if (action) return action({ params, results });
  if (branch !== undefined) return `took the branch "${branch}"`;
  return summary(results);
}

function describeTrigger(results: unknown): string {
  const body = isRecord(results) && isRecord(results.body) ? results.body.data : undefined;
  if (body === undefined || body === null || body === "") return "started the flow";
  return `received ${isRecord(body) ? shorten(Object.keys(body).join(", ")) : summary(body)}`;
}
