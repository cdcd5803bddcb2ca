/** The bodies of requests: JSON text, and the text of a batch. Pure. */
import { type BatchText, writeBatch, writeChangeSet } from "./batch/batchRequest";
import { defined } from "./defined";
import { InvalidInputError } from "./errors/InvalidInputError";
import { exactNumbers, writeExactNumbers } from "./exactNumber";
import type { Batch } from "./request";
import { partHeaders } from "./requestHeaders";
import { webApiVersion } from "./url";

/** `newId` makes the boundaries unique. */
export function batchText({ mode, requests }: Batch, newId: () => string): BatchText {
  const messages = requests.map(({ path, options, body, ...part }) => ({
    ...part,
    url: path.startsWith("$") ? path : `/api/data/${webApiVersion}/${path}`,
    headers: partHeaders(options),
    ...defined({ body: body && jsonText(body) }),
  }));
  const boundary = `batch_${newId()}`;
  return mode === "allOrNothing"
    ? writeChangeSet(messages, boundary, `changeset_${newId()}`)
    : writeBatch(messages, boundary);
}

export function jsonText(body: unknown): string {
  try {
    const json = JSON.stringify(body, exactNumbers) as string | undefined;
    return writeExactNumbers(json ?? "");
  } catch (error) {
    // A circular reference.
    throw new InvalidInputError("Values", `they cannot be written as JSON: ${(error as Error).message}.`);
  }
}
