/**
 * The declaration of a function or an action, which `$metadata`, the check of parameters and the routes read alike
 * ([Functions], [Actions]).
 */
export interface OperationDeclaration {
  name: string;
  kind: "function" | "action";
  /** The binding type of a bound operation: `mscrm.queue` for a row, `Collection(mscrm.solution)` for a collection. */
  boundTo?: string;
  /** Types by parameter name; the binding parameter is not among them. */
  parameters: Readonly<Record<string, ParameterType>>;
  /** Types by member of `<name>Response`; an operation without a response returns 204. */
  response?: Readonly<Record<string, string>>;
}

/** `Edm.String`, `mscrm.Label`, `Collection(Edm.Guid)`. A `?` at the end marks a parameter that can be left out. */
export type ParameterType = string;

export interface Parameter {
  name: string;
  /** Without the `Collection(...)` around it. */
  itemType: string;
  isCollection: boolean;
  isOptional: boolean;
}

/** Types with an alias are those of the organization: `mscrm.account` is `Microsoft.Dynamics.CRM.account`. */
export const anyTable = "mscrm.crmbaseentity";

export function parametersOf({ parameters }: OperationDeclaration): Parameter[] {
  return Object.entries(parameters).map(([name, type]) => {
    const isOptional = type.endsWith("?");
    return { name, isOptional, ...collectionOf(isOptional ? type.slice(0, -1) : type) };
  });
}

/** Takes `Collection(...)` off a type. */
export function collectionOf(type: string): { itemType: string; isCollection: boolean } {
  const itemType = /^Collection\((.*)\)$/.exec(type)?.[1];
  return { itemType: itemType ?? type, isCollection: itemType !== undefined };
}
