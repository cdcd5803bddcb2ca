import { defined, type Defined, InvalidInputError } from "../../client";
import { objectValue } from "./keyValues";

type Members = Record<string, { clean: (value: unknown) => unknown }>;

/**
 * The given members of a structured input, each cleaned. The platform cleans the members of an object itself, but a
 * reference may also bring JSON text, which the platform passes on as it is.
 */
export function structuredMembers<Inputs extends Members>(label: string, inputs: Inputs) {
  type Cleaned = { [Key in keyof Inputs]: ReturnType<Inputs[Key]["clean"]> };
  return (value: unknown): Defined<Cleaned> => {
    const given = objectValue(label)(value);
    const unknown = Object.keys(given).filter((name) => !Object.hasOwn(inputs, name));
    if (unknown.length > 0) {
      const known = Object.keys(inputs).join(" and ");
      throw new InvalidInputError(label, `"${unknown.join('", "')}" is not a member of it; its members are ${known}.`);
    }
    const members = Object.entries(inputs).map(([name, { clean }]) => [name, clean(given[name])]);
    return defined(Object.fromEntries(members) as Cleaned);
  };
}
