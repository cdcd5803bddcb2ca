import type { ErrorObject } from "ajv";
import type { Problem } from "./problems";

/** Converts JSON Schema errors to problems in terms of the document. */
export function schemaProblems(errors: readonly ErrorObject[] | null | undefined): Problem[] {
  // Of alternatives that all fail the summary says less than its parts.
  return (errors ?? []).filter(({ keyword }) => keyword !== "if" && keyword !== "anyOf").map(schemaProblem);
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
      return `${subject}has an entry "${String(params.additionalProperty)}" that the format does not define.`;
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

/** Numbers and booleans are text in an integration, and YAML makes them numbers and booleans unless quoted. */
function scalarHint(type: unknown): string {
  return [type].flat().includes("string") ? ' (numbers and booleans are quoted: "100", "true")' : "";
}
