import type { Component } from "@prismatic-io/spectral/dist/serverTypes";

/**
 * The component's description for the platform: the variables that `prism components:publish` sends, as JSON. The
 * ruleset .spectral.yml checks this form, and tests/publishing/publish.test.ts compares it with the actual request of
 * the command.
 */
export interface Manifest {
  definition: Record<string, unknown>;
  actions: Member[];
  triggers: Member[];
  dataSources: Member[];
  connections: Record<string, unknown>[];
}

type Member = Record<string, unknown> & { examplePayload: string };

/** Of the component itself only these properties are sent. */
const definitionKeys = ["key", "public", "display", "documentationUrl", "authorization"];

/** @param component What `component({...})` of the SDK returns. */
export function manifestOf(component: Component): Manifest {
  const { actions, triggers, dataSources, connections } = component;
  const definition = Object.fromEntries(Object.entries(component).filter(([key]) => definitionKeys.includes(key)));
  return withoutFunctions({
    definition,
    actions: members(actions),
    triggers: members(triggers),
    dataSources: members(dataSources ?? {}),
    connections: (connections ?? []) as unknown as Record<string, unknown>[],
  });
}

/** An example payload travels as JSON text; a member that has none is sent with an empty one. */
function members(byKey: object): Member[] {
  return Object.values(byKey).map((member: Record<string, unknown>) => ({
    ...member,
    examplePayload: JSON.stringify(member["examplePayload"] ?? {}),
  }));
}

function withoutFunctions(manifest: Manifest): Manifest {
  return JSON.parse(JSON.stringify(manifest)) as Manifest;
}
