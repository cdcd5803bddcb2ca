/** The shape of a low-code integration (definitionVersion 7) after its YAML has passed the schema. */

export type ExpressionName = string | Expression;

/** How an input gets its value. Inside a collection an expression has a `name`: the key of the pair. */
export type Expression = { name?: ExpressionName; meta?: Record<string, unknown> } & (
  | { type: "value"; value?: string | null }
  | { type: "reference" | "configVar" | "template"; value: string }
  | { type: "complex"; value: ComplexItem[] }
);

/** Lists hold expressions; a condition is an operator followed by terms or by further conditions. */
export type ComplexItem = Expression | string | ComplexItem[];

export type Expressions = Record<string, Expression>;

export interface ComponentReference {
  key: string;
  component: { key: string; isPublic: boolean; version?: "LATEST" | number; signature?: string };
}

export interface ErrorConfig {
  errorHandlerType?: "fail" | "ignore" | "retry";
  maxAttempts?: number;
  delaySeconds?: number;
  usesExponentialBackoff?: boolean;
  ignoreFinalError?: boolean;
}

export interface Branch {
  name: string;
  steps: Step[];
}

export interface Step {
  name: string;
  description?: string;
  isTrigger?: boolean;
  action: ComponentReference;
  inputs?: Expressions;
  steps?: Step[];
  branches?: Branch[];
  schedule?: { type: "value" | "configVar"; value: string };
  errorConfig?: ErrorConfig;
}

export interface Flow {
  name: string;
  description?: string;
  stableKey?: string;
  isSynchronous?: boolean;
  steps: Step[];
}

export interface ConfigVar {
  key: string;
  dataType: string;
  defaultValue?: unknown;
  collectionType?: "valuelist" | "keyvaluelist";
  connection?: ComponentReference;
  dataSource?: ComponentReference;
  inputs?: Expressions;
}

export interface Integration {
  definitionVersion: 7;
  name: string;
  description?: string;
  requiredConfigVars?: ConfigVar[];
  configPages?: { name: string; elements: { type: string; value: string }[] }[];
  flows: Flow[];
}
