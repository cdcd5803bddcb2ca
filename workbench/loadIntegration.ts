import { Ajv, type ErrorObject } from "ajv";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { Integration } from "./definition";
import { definitionSchema } from "./definitionSchema";
import { InvalidIntegrationError, locate, type DocumentPath, type Problem } from "./problems";

/** An integration whose YAML is well formed, and where its parts stand in the text. */
export interface LoadedIntegration {
  integration: Integration;
  /** Throws `InvalidIntegrationError` when there are problems; names and lines are added here. */
  refuse: (problems: readonly Problem[]) => void;
}

// Draft-07 with nested `if`: Ajv's strict mode would ask for a `type` beside every keyword.
const validate = new Ajv({ allErrors: true, strict: false }).compile<Integration>(definitionSchema);

/**
 * Reads a low-code integration from YAML text.
 * @throws InvalidIntegrationError naming flow, step, input and line of everything that is not as the schema says.
 */
export function loadIntegration(yaml: string): LoadedIntegration {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new InvalidIntegrationError(document.errors.map(({ message }) => ({ message: `is not YAML: ${message}` })));
  }
  const definition: unknown = document.toJS();

  const lineOf = (path: DocumentPath): number | undefined => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
  const refuse = (problems: readonly Problem[]) => {
    if (problems.length === 0) return;
    throw new InvalidIntegrationError(problems.map((problem) => locate(definition, problem, lineOf(problem.path))));
  };

  if (!validate(definition)) {
    refuse((validate.errors ?? []).filter(({ keyword }) => keyword !== "if").map(schemaProblem));
  }
  return { integration: definition as Integration, refuse };
}

function schemaProblem(error: ErrorObject): Problem {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
  return { path, message: schemaMessage(error, path.at(-1)) };
}

function schemaMessage(error: ErrorObject, last: string | number | undefined): string {
  const subject = typeof last === "string" ? `"${last}" ` : "";
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case "required":
      return `${subject}lacks "${String(params.missingProperty)}".`;
    case "additionalProperties":
      return `${subject}has an entry "${String(params.additionalProperty)}" that the format does not know.`;
    case "enum":
      return `${subject}must be one of ${(params.allowedValues as unknown[]).map(String).join(", ")}.`;
    case "const":
      return `${subject}must be ${JSON.stringify(params.allowedValue)}.`;
    case "type":
      return `${subject}must be ${[params.type].flat().join(" or ")}${scalarHint(params.type)}.`;
    default:
      return `${subject}${error.message ?? error.keyword}.`;
  }
}

/** Numbers and booleans are text in this format, and YAML makes them numbers and booleans unless quoted. */
function scalarHint(type: unknown): string {
  return [type].flat().includes("string") ? ' (numbers and booleans are quoted: "100", "true")' : "";
}
