import { isJsonObject } from "../json";
import type { Fault } from "./faults";

/** The body without the members that empty a lookup; undefined when it has none of them, or is not a JSON object. */
export function withoutNullBindings(body: Buffer): Buffer | undefined {
  const parsed = parseObject(body.toString("utf8"));
  const members = Object.entries(parsed);
  const kept = members.filter(([name, value]) => !(name.endsWith("@odata.bind") && value === null));
  return kept.length === members.length ? undefined : Buffer.from(JSON.stringify(Object.fromEntries(kept)));
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** The service's rejection of a null binding, as users quote it. */
export function nullBindingRejection(): Extract<Fault, { kind: "status" }> {
  return {
    kind: "status",
    status: 400,
    code: "0x80048d19",
    message:
      "Error identified in Payload provided by the user for Entity :'', InnerException : The value 'null' was found where a URI was expected.",
  };
}
