/** Values of config variables, as the configuration wizard would save them. */
import type { ComponentRegistry, DataSourceContext, RunnableDataSource } from "../component/component";
import { connectionValue, type ConnectionValues } from "./connections";
import type { ConfigVar } from "../document/definition";
import { inputPresets } from "./execution";
import { resolveInputs, variablesIn } from "../document/expressions";
import { errorMessage } from "./failures";

/** One entry of a picker. */
export interface Choice {
  /** The key and value of the config variable. */
  key: string;
  label: string;
}

/** What the wizard asks: which of these is the config variable to be? There is at least one. */
export interface Question {
  configVar: string;
  choices: [Choice, ...Choice[]];
}

export interface ConfigVarOptions {
  components: ComponentRegistry;
  /** Values of this run by key. */
  given: Readonly<Record<string, unknown>>;
  /** The values of this component's connections. */
  connection: { componentKey: string; values: ConnectionValues | undefined };
  pick: (question: Question) => string;
  context: (configVars: Record<string, unknown>) => DataSourceContext;
}

/**
 * A variable has the value given for this run, or the integration's default, or what its data source offers.
 * @throws Error naming the variable that gets no value, with the reason.
 */
export async function configVarValues(
  configVars: readonly ConfigVar[],
  options: ConfigVarOptions,
): Promise<Record<string, unknown>> {
  const byKey = new Map(configVars.map((configVar) => [configVar.key, configVar]));
  const values: Record<string, unknown> = {};
  const fill = async (configVar: ConfigVar): Promise<void> => {
    const { key } = configVar;
    if (key in values) return;
    const preset = presetValue(configVar, options);
    if (preset !== undefined || configVar.dataSource === undefined) {
      values[key] = preset;
      return;
    }
    // A data source reads other variables, at least its connection. That none needs itself has been checked.
    for (const needed of variablesIn(configVar.inputs ?? {})) {
      const other = byKey.get(needed);
      if (other !== undefined) await fill(other);
    }
    values[key] = await offeredValue(configVar, values, options).catch((error: unknown) => {
      const hint = `It can be given: --set "${key}=VALUE" on the command line, configVars in a test.`;
      throw new Error(`The config variable "${key}" has no value. ${errorMessage(error)}\n${hint}`, { cause: error });
    });
  };
  for (const configVar of configVars) await fill(configVar);
  return values;
}

function presetValue(configVar: ConfigVar, { given, connection }: ConfigVarOptions): unknown {
  const { key, defaultValue, dataSource } = configVar;
  if (given[key] !== undefined) return given[key];
  if (configVar.connection !== undefined) {
    const isOwn = configVar.connection.component.key === connection.componentKey;
    return connectionValue(configVar, configVar.connection.key, isOwn ? connection.values : undefined);
  }
  // The designer writes an empty default beside a data source.
  return dataSource !== undefined && defaultValue === "" ? undefined : defaultValue;
}

async function offeredValue(
  { key, dataType, dataSource: reference, inputs = {} }: ConfigVar,
  values: Record<string, unknown>,
  { components, pick, context }: ConfigVarOptions,
): Promise<unknown> {
  const place = `"${reference?.key}" of "${reference?.component.key}"`;
  const dataSource = components.get(reference?.component.key ?? "")?.dataSources?.[reference?.key ?? ""];
  if (dataSource === undefined) throw new Error(`The data source ${place} is not available to the local runner.`);
  const params = {
    ...inputPresets(inputs, dataSource.inputs),
    ...resolveInputs(inputs, { steps: {}, configVar: (name) => values[name] }),
  };
  const result = await perform(dataSource, context(values), params);
  if (plainTypes.includes(dataType)) return result;
  if (dataType !== "picklist") throw new Error(`What it holds is composed by hand of what ${place} offers.`);
  const [first, ...rest] = (result as (string | Partial<Choice>)[]).map(choice);
  if (first === undefined) throw new Error(`The data source ${place} offers nothing.`);
  return pick({ configVar: key, choices: [first, ...rest] });
}

/** For these the data source returns the value itself. */
const plainTypes = ["string", "date", "timestamp", "schedule", "code", "boolean", "number"];

async function perform(dataSource: RunnableDataSource, context: DataSourceContext, params: Record<string, unknown>) {
  const { result } = (await dataSource.perform(context, params)) as { result: unknown };
  return result;
}

function choice(entry: string | Partial<Choice>): Choice {
  if (typeof entry === "string") return { key: entry, label: entry };
  const key = String(entry.key);
  return { key, label: entry.label ?? key };
}
