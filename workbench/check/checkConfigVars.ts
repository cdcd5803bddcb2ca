import { checkInputs } from "./checkInputs";
import { checkConfigVarReferences } from "./checkReferences";
import type { ComponentRegistry, RunnableComponent } from "../component/component";
import { checkVisibility, unknownComponent, unknownMember } from "./componentReferences";
import type { ComponentReference, ConfigVar } from "../document/definition";
import { variablesIn } from "../document/expressions";
import { didYouMean, type DocumentPath, type Problem } from "../document/problems";

interface Known {
  components: ComponentRegistry;
  configVars: ReadonlyMap<string, ConfigVar>;
}

/** Connections and data sources must be those of their components, and take the inputs that they are given. */
export function checkConfigVars(configVars: readonly ConfigVar[], known: Known): Problem[] {
  return configVars.flatMap((configVar, index) => {
    const path = ["requiredConfigVars", index];
    const inputs = checkConfigVarReferences(configVar.inputs ?? {}, [...path, "inputs"], known.configVars);
    if (configVar.dataType === "connection") return [...checkConnection(configVar, path, known), ...inputs];
    const { dataSource } = configVar;
    if (dataSource === undefined) return inputs;
    return [...checkDataSource(configVar, dataSource, path, known), ...inputs, ...checkOrigin(configVar, path, known)];
  });
}

function checkConnection({ connection, inputs }: ConfigVar, path: DocumentPath, { components }: Known): Problem[] {
  if (connection === undefined) return [{ path, message: "is a connection but does not say of which component." }];
  const place = [...path, "connection"];
  const { component, problems } = findComponent(connection, place, components);
  if (component === undefined) return problems;
  const definition = component.connections.find(({ key }) => key === connection.key);
  if (definition === undefined) {
    const keys = component.connections.map(({ key }) => key);
    return [...problems, { path: place, message: unknownMember(component, "connection", connection.key, keys) }];
  }
  const keys = definition.inputs.map(({ key }) => key);
  return [...problems, ...unknownKeys(inputs ?? {}, keys, [...path, "inputs"])];
}

function checkDataSource(
  { dataType, inputs }: ConfigVar,
  reference: ComponentReference,
  path: DocumentPath,
  { components, configVars }: Known,
): Problem[] {
  const place = [...path, "dataSource"];
  const { component, problems } = findComponent(reference, place, components);
  const dataSources = component?.dataSources;
  if (component === undefined || dataSources === undefined) return problems;
  const dataSource = Object.hasOwn(dataSources, reference.key) ? dataSources[reference.key] : undefined;
  if (dataSource === undefined) {
    const keys = Object.keys(dataSources);
    const message = unknownMember(component, "data source", reference.key, keys, ` It has ${keys.join(", ")}.`);
    return [...problems, { path: [...place, "key"], message }];
  }
  const { dataSourceType } = dataSource;
  if (dataType !== dataSourceType) {
    const message = `The data source "${reference.key}" does not fill a variable of type ${dataType}. Did you mean "dataType: ${dataSourceType}"?`;
    problems.push({ path: [...path, "dataType"], message });
  }
  return [...problems, ...checkInputs(inputs ?? {}, dataSource.inputs, [...path, "inputs"], configVars, reference.key)];
}

/**
 * A component that no step of this run uses stays unchecked, because a step that uses an unknown one is refused itself;
 * but not one whose key looks like the misspelt key of another.
 */
function findComponent(
  reference: ComponentReference,
  path: DocumentPath,
  components: ComponentRegistry,
): { component?: RunnableComponent; problems: Problem[] } {
  const component = components.get(reference.component.key);
  if (component !== undefined) return { component, problems: checkVisibility(reference, path, component) };
  const isMisspelt = didYouMean(reference.component.key, components.keys()) !== "";
  return { problems: isMisspelt ? [unknownComponent(reference, [...path, "component"], components)] : [] };
}

/** A data source can use other variables as inputs, but not, even indirectly, the variable that it fills. */
function checkOrigin(configVar: ConfigVar, path: DocumentPath, { configVars }: Known): Problem[] {
  const seen = new Set<string>();
  const waiting = [configVar];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const key of variablesIn(next.inputs ?? {})) {
      if (key === configVar.key) return [{ path: [...path, "inputs"], message: "is needed to fill itself." }];
      const other = configVars.get(key);
      if (other !== undefined && !seen.has(key)) waiting.push(other);
      seen.add(key);
    }
  }
  return [];
}

function unknownKeys(inputs: object, known: string[], path: DocumentPath): Problem[] {
  return Object.keys(inputs)
    .filter((key) => !known.includes(key))
    .map((key) => ({ path: [...path, key], message: `The connection has no such input.${didYouMean(key, known)}` }));
}
