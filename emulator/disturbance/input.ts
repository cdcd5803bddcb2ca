import { isJsonObject } from "../json";

/** Input of a control endpoint that cannot be used; the message names the member. */
export class InvalidInput extends Error {
  override readonly name = "InvalidInput";
}

export type Members = Record<string, unknown>;

/** Largest delay of Node's timers ("setTimeout"), and more than any test waits. */
export const longestMs = 2_147_483_647;

/**
 * The members of a JSON object. Unknown members are rejected, so that a typing error is not silently ignored.
 *
 * @param at where the object stands, such as `[0].match`; empty for the whole input
 */
export function readMembers(value: unknown, at: string, known: readonly string[]): Members {
  if (!isJsonObject(value)) {
    throw new InvalidInput(`${at === "" ? "The input" : at} must be an object.`);
  }
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InvalidInput(`${nameAt(at, unknown)} is not known; there are ${known.join(", ")}.`);
  }
  return value;
}

export function readWhole(members: Members, name: string, at: string, range: { min: number; max?: number }): number {
  const { min, max = Number.MAX_SAFE_INTEGER } = range;
  const value = members[name];
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
  const bounds = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
  throw new InvalidInput(`${nameAt(at, name)} must be a whole number ${bounds}.`);
}

export function readText(members: Members, name: string, at: string): string {
  const value = members[name];
  if (typeof value === "string") return value;
  throw new InvalidInput(`${nameAt(at, name)} must be text.`);
}

export function readFlag(members: Members, name: string, at: string): boolean {
  const value = members[name];
  if (typeof value === "boolean") return value;
  throw new InvalidInput(`${nameAt(at, name)} must be true or false.`);
}

/** The result of `read` for a present member, as an object to spread; empty for a missing one. */
export function optional<N extends string, T>(members: Members, name: N, read: () => T): { [K in N]?: T } {
  return members[name] === undefined ? {} : ({ [name]: read() } as { [K in N]?: T });
}

export function nameAt(at: string, name: string): string {
  return at === "" ? name : `${at}.${name}`;
}
