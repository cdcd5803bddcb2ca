import { Ajv } from "ajv";
import type { Integration } from "./definition";
import { definitionSchema } from "./definitionSchema";
import { InvalidIntegrationError, locate, type Problem } from "./problems";
import { schemaProblems } from "./schemaProblem";
import { readYaml } from "./yamlDocument";

/** An integration whose YAML is well formed, and the lines of its parts. */
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
  const { value: definition, errors, lineOf } = readYaml(yaml);
  if (errors.length > 0) {
    throw new InvalidIntegrationError(errors.map((message) => ({ message: `is not YAML: ${message}` })));
  }
  const refuse = (problems: readonly Problem[]) => {
    if (problems.length === 0) return;
    throw new InvalidIntegrationError(problems.map((problem) => locate(definition, problem, lineOf(problem.path))));
  };

  if (!validate(definition)) refuse(schemaProblems(validate.errors));
  return { integration: definition as Integration, refuse };
}
