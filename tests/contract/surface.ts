import { readFileSync } from "node:fs";
import path from "node:path";
import component from "../../src";
import { root } from "../actions/actionFiles";

/**
 * The public surface: what integrations depend on. `tests/contract.json` pins it. Keys are kept for ever, labels,
 * defaults and choices are exactly these. `npm run docs` pins what is new; it never changes or removes a pin.
 */
export const surfaceFile = "tests/contract.json";

export interface Surface {
  about: string;
  component: { key: string; public: boolean; label: string; description: string; category: string };
  connections: Record<string, { label: string; grant: string; inputs: string[] }>;
  triggers: Record<string, Pinned & { description: string; branches: string[] }>;
  dataSources: Record<string, Pinned & { type: string }>;
  actions: Record<string, Pinned & { description: string; safety: string }>;
  /** Defaults of code inputs, by `<action>.<input>`. */
  defaults: Record<string, unknown>;
}

export interface Pinned {
  label: string;
  /** One line for each, in the order of the designer. */
  inputs: string[];
  /** Inputs that the published connector does not have: optional, and after all others. */
  further?: string[];
}

export interface PublishedInput {
  key: string;
  type: string;
  label: string;
  collection?: string;
  language?: string;
  required?: boolean;
  default?: unknown;
  dataSource?: string;
  model?: { value: string }[];
  shown?: boolean;
}

/** `entityType string required: Entity Type from entityTypes` */
export function inputLine({ shown, key, type, label, ...input }: PublishedInput): string {
  const kind = [key, type, input.language, input.collection, input.required && "required"].filter(Boolean).join(" ");
  const choices = input.model?.length ? ` of ${input.model.map(({ value }) => value).join(", ")}` : "";
  const source = input.dataSource === undefined ? "" : ` from ${input.dataSource}`;
  return `${shown === false ? "(hidden) " : ""}${kind}: ${label}${defaultText(input.default, type)}${choices}${source}`;
}

/** The default of a code input is pinned by itself, in `defaults`. */
function defaultText(value: unknown, type: string): string {
  if (typeof value !== "string" || value === "") return "";
  return type === "code" ? " = (code)" : ` = ${value}`;
}

interface Member {
  display: { label: string; description: string };
  inputs: PublishedInput[];
  performSafety?: string;
  dataSourceType?: string;
  staticBranchNames?: string[];
}

function membersOf(members: object) {
  return Object.entries(members) as [string, Member][];
}
function lines({ inputs }: Member) {
  return inputs.map(inputLine);
}

/** The published surface of the component, in the form of the pins. */
export function publishedSurface(): Surface {
  const { key, display } = component;
  return {
    about: "",
    component: {
      key,
      public: component.public ?? false,
      label: display.label,
      description: display.description,
      category: display.category ?? "",
    },
    connections: Object.fromEntries(
      component.connections.map(({ key: name, label, oauth2Type, inputs }) => [
        name,
        { label, grant: String(oauth2Type), inputs: (inputs as unknown as PublishedInput[]).map(inputLine) },
      ]),
    ),
    triggers: byKey(component.triggers, (member) => ({
      description: member.display.description,
      branches: member.staticBranchNames ?? [],
    })),
    dataSources: byKey(component.dataSources, (member) => ({ type: member.dataSourceType ?? "" })),
    actions: byKey(component.actions, (member) => ({
      description: member.display.description,
      safety: member.performSafety ?? "",
    })),
    defaults: codeDefaults(),
  };
}

function byKey<More>(members: object, more: (member: Member) => More): Record<string, Pinned & More> {
  const entries = membersOf(members).map(([key, member]): [string, Pinned & More] => [
    key,
    { label: member.display.label, ...more(member), inputs: lines(member) },
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function codeDefaults(): Record<string, unknown> {
  const defaults = membersOf(component.actions).flatMap(([key, { inputs }]) =>
    inputs
      .filter((input) => input.type === "code" && typeof input.default === "string" && input.default !== "")
      .map((input): [string, unknown] => [`${key}.${input.key}`, codeValue(input)]),
  );
  return Object.fromEntries(defaults);
}

/** The layout of JSON does not count. */
function codeValue({ language, default: code }: PublishedInput): unknown {
  return language === "json" ? JSON.parse(String(code)) : code;
}

export function pinnedSurface(): Surface {
  return JSON.parse(readFileSync(path.join(root, surfaceFile), "utf8")) as Surface;
}

/**
 * The pins, with new members, new inputs after the others, and their defaults. Everything that is pinned stays as it
 * is.
 */
export function withNewPins(pinned: Surface, published: Surface): Surface {
  return {
    ...pinned,
    triggers: addTo(pinned.triggers, published.triggers),
    dataSources: addTo(pinned.dataSources, published.dataSources),
    actions: addTo(pinned.actions, published.actions),
    defaults: { ...published.defaults, ...pinned.defaults },
  };
}

function addTo<M extends Pinned>(pinned: Record<string, M>, published: Record<string, M>): Record<string, M> {
  const known = Object.entries(pinned).map(([key, pin]): [string, M] => [key, withNewInputs(pin, published[key])]);
  const added = Object.entries(published).filter(([key]) => !(key in pinned));
  return Object.fromEntries([...known, ...added].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withNewInputs<M extends Pinned>(pin: M, member: M | undefined): M {
  const present = [...pin.inputs, ...(pin.further ?? [])];
  const isLonger = member !== undefined && member.inputs.length > present.length;
  if (!isLonger || !present.every((line, index) => line === member.inputs[index])) return pin;
  return { ...pin, further: member.inputs.slice(pin.inputs.length) };
}
