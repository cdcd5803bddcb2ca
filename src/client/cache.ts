/**
 * A bounded map whose entries age: metadata changes rarely, but it changes. Concurrent readers of one key share one
 * loading; a loading that fails is forgotten.
 */
export interface Cache {
  remember<T>(key: string, load: () => Promise<T>): Promise<T>;
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): void;
  forget(key: string): void;
}

export interface CacheLimits {
  maxEntries: number;
  maxAgeMs: number;
  now: () => number;
}

export function createCache({ maxEntries, maxAgeMs, now }: CacheLimits): Cache {
  const entries = new Map<string, { value: unknown; storedAtMs: number }>();

  function get<T>(key: string): T | undefined {
    const entry = entries.get(key);
    if (!entry) return undefined;
    if (now() - entry.storedAtMs > maxAgeMs) {
      entries.delete(key);
      return undefined;
    }
    return entry.value as T;
  }

  function set(key: string, value: unknown): void {
    entries.delete(key);
    entries.set(key, { value, storedAtMs: now() });
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) break;
      entries.delete(oldest);
    }
  }

  function remember<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = get<Promise<T>>(key);
    if (known) return known;
    const loading = load();
    set(key, loading);
    loading.catch(() => entries.delete(key));
    return loading;
  }

  return { get, set, remember, forget: (key) => void entries.delete(key) };
}
