/**
 * `npm run docs` makes the reference, the component page and the README's tables out of the component and the prose;
 * `npm run docs -- --check` only says what would change, and fails when something would.
 */
import { generatedPages, stalePages, writePages } from "./generator/pages";

const usage = `npm run docs -- [--check]

  --check  Change nothing, name the stale pages, and fail when there is one.
  --help   Show this.
`;

async function main(args: string[]): Promise<void> {
  if (args.includes("--help")) return void process.stdout.write(usage);
  const unknown = args.filter((arg) => arg !== "--check");
  if (unknown.length > 0) throw new Error(`Unknown argument ${unknown.join(" ")}.\n${usage}`);
  const pages = await generatedPages();
  const stale = stalePages(pages);
  if (!args.includes("--check")) {
    writePages(pages);
    process.stdout.write(`${pages.size} pages, ${stale.length} of them changed.\n`);
  } else if (stale.length > 0) {
    throw new Error(`Stale: ${stale.join(", ")}. Run npm run docs.`);
  } else {
    process.stdout.write(`${pages.size} pages, all up to date.\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
