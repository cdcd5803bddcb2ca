/** The part of a converted component that the runner uses; `component({...})` of the SDK returns one. */
import type { ActionContext, DataSourceContext } from "@prismatic-io/spectral/dist/serverTypes";

export type StepContext = ActionContext;
export type { DataSourceContext };

export interface ComponentInput {
  key: string;
  label: string;
  type: string;
  collection?: string;
  required?: boolean;
  default?: unknown;
  model?: readonly { value: string }[];
}

/** Branch names are fixed by the definition, or are the keys of one of the step's inputs. */
interface Branching {
  allowsBranching?: boolean;
  staticBranchNames?: readonly string[];
  dynamicBranchInput?: string;
}

export interface RunnableAction extends Branching {
  display: { label: string };
  inputs: readonly ComponentInput[];
  terminateExecution?: boolean;
  breakLoop?: boolean;
  /** Of the platform's loop component only: the result is the list over which the nested steps repeat. */
  repeatsSteps?: boolean;
  perform(context: StepContext, params: Record<string, unknown>): Promise<unknown>;
}

export interface RunnableTrigger extends Branching {
  display: { label: string };
  inputs: readonly ComponentInput[];
  scheduleSupport?: string;
  perform(context: StepContext, payload: never, params: Record<string, unknown>): Promise<unknown>;
}

/** Fills a config variable: the configuration wizard runs it and shows what it returns. */
export interface RunnableDataSource {
  display: { label: string };
  dataSourceType: string;
  inputs: readonly ComponentInput[];
  perform(context: DataSourceContext, params: Record<string, unknown>): Promise<unknown>;
}

export interface RunnableComponent {
  key: string;
  /** Everybody's, or the organization's own; left out where it is not known, as of a stand-in. */
  public?: boolean | undefined;
  actions: Readonly<Record<string, RunnableAction>>;
  triggers: Readonly<Record<string, RunnableTrigger>>;
  /** Left out by stand-ins that fill no config variable. */
  dataSources?: Readonly<Record<string, RunnableDataSource>> | undefined;
  connections: readonly { key: string; inputs: readonly ComponentInput[] }[];
}

/** Components by key. */
export type ComponentRegistry = ReadonlyMap<string, RunnableComponent>;
