import type { DataverseClient } from "../../client";

/**
 * Loads a value once and keeps it. A maker may have added a table, a column or a choice since it was kept: a kept value
 * that does not suffice is loaded once more.
 */
export async function rememberSufficient<Value>(
  { cache }: DataverseClient,
  key: string,
  load: () => Promise<Value>,
  suffices: (value: Value) => boolean,
): Promise<Value> {
  const wasRemembered = cache.get(key) !== undefined;
  const value = await cache.remember(key, load);
  if (!wasRemembered || suffices(value)) return value;
  cache.forget(key);
  return cache.remember(key, load);
}
