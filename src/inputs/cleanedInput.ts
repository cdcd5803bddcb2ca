import type { InputFieldChoice, InputFieldType } from "@prismatic-io/spectral";
import { boolean } from "./clean/text";

/** Inputs whose cleaner receives the label, so that an error names the input exactly as the designer shows it. */
type Cleaner = (label: string) => (value: unknown) => unknown;

interface Labeled {
  label: string;
  model?: InputFieldChoice[];
  clean: Cleaner;
}

type CleanedInput<Definition extends Labeled> = Omit<Definition, "clean"> & { clean: ReturnType<Definition["clean"]> };

/** The other members are those of the SDK's input of the type; an action that takes the input checks them. */
export function cleanedInput<const Definition extends Labeled & { type: InputFieldType }>(
  definition: Definition,
): CleanedInput<Definition> {
  return withCleaner(definition);
}

/** A line of text, or with `collection` a list of them. */
export function textInput<const Definition extends Labeled>(
  definition: Definition,
): CleanedInput<Definition> & { type: "string" } {
  return { ...withCleaner(definition), type: "string" };
}

function withCleaner<Definition extends Labeled>({ clean, ...members }: Definition): CleanedInput<Definition> {
  return { ...members, clean: clean(members.label) as ReturnType<Definition["clean"]> };
}

interface BooleanDefinition {
  label: string;
  comments: string;
  default: boolean;
  required?: false;
}

/** The placeholder is the default, and the example is the other value. */
export function booleanInput({ default: preset, ...definition }: BooleanDefinition) {
  return cleanedInput({
    ...definition,
    type: "boolean",
    default: String(preset),
    placeholder: String(preset),
    example: String(!preset),
    clean: (label) => boolean(label, preset),
  });
}
