/**
 * The request that sets a flow off, as people write it down: its body alone, in a file of the body's own format, or the
 * whole request as an object, which is what a file named `*.request.yml` or `*.request.json` holds.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Ajv } from "ajv";
import { schemaProblems } from "../document/schemaProblem";
import type { TriggerRequest } from "./triggerPayload";
import { readYaml } from "../document/yamlDocument";

const texts = { type: "object", additionalProperties: { type: "string" } };

/** JSON Schema of a `TriggerRequest`. */
export const triggerRequestSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    /** Text is sent as it stands, anything else as JSON. */
    body: {},
    contentType: { type: "string" },
    headers: texts,
    queryParameters: texts,
    pathFragment: { type: "string" },
  },
};

const validate = new Ajv({ allErrors: true }).compile<TriggerRequest>(triggerRequestSchema);

const contentTypes: Record<string, string> = { ".json": "application/json", ".xml": "application/xml" };

const requestFile = /\.request\.(ya?ml|json)$/;
const besideFlow = [".payload.json", ".request.yml", ".request.json"];

/** The file beside a flow that belongs to it: `order.yml` has `order.payload.json` or `order.request.yml`. */
export function requestBeside(flowFile: string): string | undefined {
  const stem = flowFile.replace(/\.ya?ml$/, "");
  return besideFlow.map((ending) => stem + ending).find((file) => existsSync(file));
}

/** @throws Error when the file cannot be read, with the system's code, or holds no request. */
export async function readTriggerRequest(file: string): Promise<TriggerRequest> {
  const text = await readFile(file, "utf8");
  if (!requestFile.test(file)) return { body: text, contentType: contentTypes[path.extname(file)] ?? "text/plain" };
  const { value, errors } = readYaml(text);
  if (errors.length > 0) throw new Error(`${file} is not YAML: ${errors.join("; ")}`);
  if (validate(value)) return value;
  const problems = schemaProblems(validate.errors).map(({ message }) => message);
  const known = Object.keys(triggerRequestSchema.properties).join(", ");
  throw new Error(`${file} holds no request. It ${problems.join(" It ")} A request has ${known}.`);
}
