/**
 * SQL text and its parameters, kept together while they are put together, so that the order of the question marks is
 * the order of the values by construction and no value ever becomes text.
 */
import type { SqlValue } from "../../organization/store/database";
import { sqlName } from "../../organization/store/naming";

export interface Sql {
  readonly text: string;
  readonly parameters: readonly SqlValue[];
}

/** Fragments in the holes of a template; nothing else fits in. */
export function sql(strings: TemplateStringsArray, ...parts: Sql[]): Sql {
  let text = strings[0] ?? "";
  const parameters: SqlValue[] = [];
  parts.forEach((part, index) => {
    text += part.text + (strings[index + 1] ?? "");
    parameters.push(...part.parameters);
  });
  return { text, parameters };
}

export function value(parameter: SqlValue): Sql {
  return { text: "?", parameters: [parameter] };
}

export function name(identifier: string): Sql {
  return { text: sqlName(identifier), parameters: [] };
}

/** A keyword or operator of the compiler's own. */
export function word(text: string): Sql {
  return { text, parameters: [] };
}

export const empty = word("");

export function joined(parts: readonly Sql[], separator: string): Sql {
  return {
    text: parts.map((part) => part.text).join(separator),
    parameters: parts.flatMap((part) => part.parameters),
  };
}
