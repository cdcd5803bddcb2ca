import { InvalidInputError } from "../../client";
import { isBlank } from "./text";

/** A parsed value, JSON text, or bytes of JSON text; absent is undefined. */
export function jsonValue(label: string) {
  return (value: unknown): unknown => {
    if (isBlank(value)) return undefined;
    return typeof value === "string" ? parsedJson(label, value) : unwrapBytes(label, value);
  };
}

/** The result of an earlier download step is a Buffer, or `{ data: Buffer, contentType }`. */
function unwrapBytes(label: string, value: unknown): unknown {
  const bytes = isPlainObject(value) && value["data"] instanceof Uint8Array ? value["data"] : value;
  return bytes instanceof Uint8Array ? parsedJson(label, Buffer.from(bytes).toString("utf8")) : value;
}

export function parsedJson(label: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidInputError(label, `the text is not JSON: ${(error as Error).message}.`);
  }
}

/** An object with members of its own: bytes and lists are not. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
