/** `npm run new:action` lays out the files of a new action, so that it runs and passes its tests from the start. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { documentationFolder } from "../generator/prose";
import { nextSteps, planNewAction, type Repository } from "./newAction";

const usage = `npm run new:action -- KEY [--group GROUP] [--label LABEL]

  KEY            The action's key in camel case, such as mergeRecords. Integrations refer to it for ever.
  --group GROUP  A folder of src/actions, present or new. Default: records.
  --label LABEL  The label in the designer. Default: made from the key.
  --help         Show this.
`;

const root = path.dirname(documentationFolder);

const repository: Repository = {
  read: (file) => (existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), "utf8") : undefined),
  list: (folder) => readdirSync(path.join(root, folder)),
};

function labelOf(key: string): string {
  const words = key.replace(/([a-z0-9])(?=[A-Z])/g, "$1 ");
  return `[CRM] ${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { group: { type: "string" }, label: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) return void process.stdout.write(usage);
  const [key, ...others] = positionals;
  if (key === undefined || others.length > 0) throw new Error(`One KEY is needed.\n${usage}`);
  const action = { key, group: values.group ?? "records", label: values.label ?? labelOf(key) };
  const files = await planNewAction(action, repository);
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  process.stdout.write(`${[...files.keys()].join("\n")}\n\n${nextSteps(action)}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
