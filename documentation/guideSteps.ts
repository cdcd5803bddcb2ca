import component from "../src";
import { pageBlocks, proseOf } from "./blocks";

/**
 * A guide says what goes into the inputs of a step, in a form that can be read back:
 *
 *   step  = "**" name "**, a step with [label](../reference/actions/" key ".md)" words
 *   words = any text, in which `**Input** `value`` sets an input
 *   then a table "| Input | Value |", or, when the words end with "**Input**" and perhaps a colon, a fenced block
 *
 * In the table, "Field Value, `name`" is one pair of a list, and an input on several lines is a list.
 */
export interface GuideStep {
  name: string;
  action: string;
  values: { input: string; member?: string; value: string }[];
  /** A part of the result, where the guide shows one. */
  result?: unknown;
}

export function guideSteps(file: string): GuideStep[] {
  const steps: GuideStep[] = [];
  const blocks = pageBlocks(file);
  for (const [index, { markdown }] of blocks.entries()) {
    const opening = /^\*\*([^*]+)\*\*, a step with \[.*?\]\(\.\.\/reference\/actions\/(\w+)\.md\)(.*)$/s.exec(markdown);
    const [, name = "", action = "", words = ""] = opening ?? [];
    const { markdown: next = "", code } = blocks[index + 1] ?? {};
    if (opening) {
      const fenced = /\*\*([^*]+)\*\*:?$/.exec(words)?.[1];
      const values = [...words.matchAll(/\*\*([^*]+)\*\* `([^`]+)`/g)].map(([, input = "", value = ""]) => ({
        input,
        value,
      }));
      if (fenced !== undefined && code !== undefined) values.push({ input: fenced, value: code });
      steps.push({ name, action, values: next.startsWith("| Input") ? [...values, ...tableValues(next)] : values });
    }
    const last = steps.at(-1);
    if (markdown.startsWith("The result ") && code !== undefined && last) last.result = JSON.parse(code);
  }
  return steps;
}

function tableValues(table: string): GuideStep["values"] {
  const rows = table.split("\n").slice(2);
  return rows.map((row) => {
    const [, input = "", member, value = ""] = /^\|\s*([^|`]+?)(?:, `([^`]+)`)?\s*\|\s*`([^`]*)`\s*\|$/.exec(row) ?? [];
    if (input === "") throw new Error(`The row ${row} is not | Input | \`value\` |.`);
    return { input, value, ...(member !== undefined && { member }) };
  });
}

interface ActionInput {
  key: string;
  label: string;
  collection?: "valuelist" | "keyvaluelist";
}

/** The inputs that the platform passes to the action. `resolve` replaces references in a text. */
export function stepParams(step: GuideStep, resolve: (text: string) => unknown): Record<string, unknown> {
  const inputs = (component.actions[step.action]?.inputs ?? []) as unknown as ActionInput[];
  const params: Record<string, unknown> = {};
  for (const { input: label, member, value: text } of step.values) {
    const input = inputs.find((each) => each.label === label);
    if (!input) throw new Error(`The step ${step.name} names "${label}", which is no input of ${step.action}.`);
    const value = resolve(text);
    const list = (params[input.key] ?? []) as unknown[];
    if (input.collection === "keyvaluelist") params[input.key] = [...list, { key: member, value }];
    else if (input.collection === "valuelist") params[input.key] = [...list, value];
    else params[input.key] = value;
  }
  return params;
}

/** Every input that tables of a guide name, whether or not they belong to a step that can be run. */
export function stepHeadings(file: string): string[] {
  return [...proseOf(file).matchAll(/\*\*([^*]+)\*\*, a step with/g)].map(([, name = ""]) => name);
}
