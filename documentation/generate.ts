/**
 * `npm run docs` generates the reference, the component page and the README's tables from the component and the prose,
 * the example results from the actions' example calls, and the pins of what is new in the public surface. `npm run docs
 * -- --check` only reports what would change, and fails when something would.
 */
import { generatedFiles, staleFiles, writeFiles } from "./generator/pages";

const usage = `npm run docs -- [--check]

  --check  Change nothing, report the stale files, and fail when there is one.
  --help   Show this.
`;

async function main(args: string[]): Promise<void> {
  if (args.includes("--help")) return void process.stdout.write(usage);
  const unknown = args.filter((arg) => arg !== "--check");
  if (unknown.length > 0) throw new Error(`Unknown argument ${unknown.join(" ")}.\n${usage}`);
  const files = await generatedFiles();
  const stale = staleFiles(files);
  if (!args.includes("--check")) {
    writeFiles(files);
    process.stdout.write(`${files.size} files, ${stale.length} of them changed.\n`);
  } else if (stale.length > 0) {
    throw new Error(`Stale: ${stale.join(", ")}. Run npm run docs.`);
  } else {
    process.stdout.write(`${files.size} files, all up to date.\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
