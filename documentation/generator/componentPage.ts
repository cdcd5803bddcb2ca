import { type Input, type Kind, kinds, type Manifest, type Member } from "./manifest";
import { cellCode, plain, table } from "./markdown";
import { readDescription, weave } from "./prose";

/** One page in the form of the platform's own component pages: front matter, icon, and every member by label. */
export function componentPage(manifest: Manifest): string {
  const { label, description, members } = manifest;
  return [
    frontMatter({ title: `${label} Connector`, sidebar_label: label, description }),
    `![${label}](../assets/icon.png#connector-icon)\n${plain(sentence(description))}`,
    readDescription("."),
    ...kinds.flatMap((kind) => section(kind, members[kind])),
  ].join("\n\n");
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function frontMatter(values: Record<string, string>): string {
  const lines = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
  return ["---", ...lines, "---"].join("\n");
}

const headings: Record<Kind, string> = {
  connections: "Connections",
  triggers: "Triggers",
  dataSources: "Data Sources",
  actions: "Actions",
};

function section(kind: Kind, members: Member[]): string[] {
  if (members.length === 0) return [];
  return [`## ${headings[kind]}`, ...members.map(memberSection)];
}

function memberSection(member: Member): string {
  const { kind, label, key, description, inputs } = member;
  return [
    `### ${plain(label)} {#${key.toLowerCase()}${kind === "dataSources" ? "-data-source" : ""}}`,
    // Of a connection it names the grant; of the others it says less than the first sentence of the prose.
    ...(kind === "connections" ? [plain(description)] : []),
    weave(member, ".", 3),
    inputTable(inputs),
  ].join("\n\n");
}

/** Hidden inputs are left out. */
function inputTable(inputs: Input[]): string {
  const shown = inputs.filter((input) => input.shown !== false);
  if (shown.length === 0) return "";
  const rows = shown.map((input) => [plain(input.label), plain(input.comments ?? ""), defaultCell(input)]);
  return table(["Input", "Comments", "Default"], rows);
}

function defaultCell({ default: value, type }: Input): string {
  if (value === undefined || value === null || value === "") return "";
  if (typeof value !== "string") return cellCode(JSON.stringify(value));
  return type === "code" ? cellCode(compact(value)) : plain(value);
}

/** JSON on one line, as a table needs it. */
function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
