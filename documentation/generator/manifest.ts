import component from "../../src";
import { exampleFile } from "../../tests/actions/actionFiles";
import { triggerFile } from "../../tests/contract/examples";

/**
 * The component's description for the platform, as the pages need it: the converted component that is published, not
 * its sources.
 */
export const kinds = ["connections", "triggers", "dataSources", "actions"] as const;
export type Kind = (typeof kinds)[number];

export interface Input {
  key: string;
  type: string;
  label: string;
  keyLabel?: string;
  collection?: "valuelist" | "keyvaluelist";
  language?: string;
  comments?: string;
  example?: string;
  default?: unknown;
  required?: boolean;
  shown?: boolean;
  model?: { label: string; value: string }[];
  /** Key of the data source that offers values. */
  dataSource?: string;
  /** Of a structured object. */
  inputs?: Input[];
}

export interface Member {
  kind: Kind;
  key: string;
  label: string;
  description: string;
  inputs: Input[];
  branches: string[];
  /** The trigger makes its own body; others pass a request's on. */
  isPolling?: boolean;
  dataSourceType?: string;
  examplePayload?: unknown;
  /** `SAFE` if the designer may run the step to show a real result. */
  performSafety?: string;
}

export interface Manifest {
  key: string;
  label: string;
  description: string;
  /** By label, as the platform lists them. */
  members: Record<Kind, Member[]>;
}

/** @param written Example files, by path, that are newer than the component that is loaded. */
export function readManifest(written: ReadonlyMap<string, string> = new Map()): Manifest {
  const withExample = (member: Member): Member => {
    const text = written.get(exampleFileOf(member) ?? "");
    if (text === undefined) return member;
    const example = JSON.parse(text) as unknown;
    return { ...member, examplePayload: member.kind === "actions" ? { data: example } : example };
  };
  return {
    key: component.key,
    label: component.display.label,
    description: component.display.description,
    members: {
      connections: byLabel(component.connections.map(connection)),
      triggers: byLabel(Object.values(component.triggers).map((each) => withExample(displayed("triggers", each)))),
      dataSources: byLabel(Object.values(component.dataSources).map((each) => displayed("dataSources", each))),
      actions: byLabel(Object.values(component.actions).map((each) => withExample(displayed("actions", each)))),
    },
  };
}

function exampleFileOf({ kind, key }: Member): string | undefined {
  if (kind === "actions") return exampleFile(key);
  return kind === "triggers" ? triggerFile(key) : undefined;
}

export function allMembers({ members }: Manifest): Member[] {
  return kinds.flatMap((kind) => members[kind]);
}

type Connection = (typeof component.connections)[number];

function connection({ key, label, comments, inputs }: Connection): Member {
  return {
    kind: "connections",
    key,
    label,
    description: comments ?? "",
    inputs: inputs as unknown as Input[],
    branches: [],
  };
}

/** Actions, triggers and data sources have the same frame; what one kind lacks is undefined. */
interface Displayed {
  key: string;
  display: { label: string; description: string };
  inputs: unknown;
  staticBranchNames?: unknown;
  isPollingTrigger?: unknown;
  dataSourceType?: unknown;
  examplePayload?: unknown;
  performSafety?: unknown;
}

function displayed(kind: Kind, given: object): Member {
  const member = given as Displayed;
  return {
    kind,
    key: member.key,
    label: member.display.label,
    description: member.display.description,
    inputs: member.inputs as Input[],
    branches: Array.isArray(member.staticBranchNames) ? (member.staticBranchNames as string[]) : [],
    ...(member.isPollingTrigger === true && { isPolling: true }),
    ...(typeof member.dataSourceType === "string" && { dataSourceType: member.dataSourceType }),
    ...(member.examplePayload !== undefined && { examplePayload: member.examplePayload }),
    ...(typeof member.performSafety === "string" && { performSafety: member.performSafety }),
  };
}

const collator = new Intl.Collator("en");

function byLabel(members: Member[]): Member[] {
  return members.sort((a, b) => collator.compare(a.label, b.label));
}
