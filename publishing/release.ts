import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { performRelease } from "./performRelease";

/**
 * `npm run release`: checks, builds and publishes the committed state, with the newest changelog entry as its comment.
 * With `--dry-run` nothing leaves this machine.
 */
const help = `npm run release -- [options]

  --dry-run         Check and build, and print what would be published, where, and every obstacle.
                    Status 0 if the checks passed and the package is built, 1 if not.
  --customer ID     Publish for one customer only.
  --help            Print this text.

The command signs in as prism does: with "prism login", or with PRISM_REFRESH_TOKEN and PRISMATIC_URL.
`;

const root = path.resolve(__dirname, "..");

function main(): void {
  const { values } = parseArgs({
    options: {
      "dry-run": { type: "boolean", default: false },
      customer: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help);
  const passed = performRelease(
    { isDryRun: values["dry-run"], customer: values.customer },
    {
      changelog: () => readFileSync(path.join(root, "documentation/changelog.md"), "utf8"),
      today: today(),
      env: process.env,
      read,
      run,
      say: (text) => console.log(text),
    },
  );
  if (!passed) process.exitCode = 1;
}

function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function read(command: string, ...options: string[]): string {
  // prism would ask the registry of npm for newer versions of itself.
  const env = { ...process.env, PRISM_SKIP_NEW_VERSION_CHECK: "true" };
  return execFileSync(command, options, { cwd: root, encoding: "utf8", env }).trimEnd();
}

/** npm has put the commands of this project on the path. */
function run(command: string, ...options: string[]): boolean {
  const { status, error } = spawnSync(command, options, { cwd: root, stdio: "inherit" });
  if (error) throw error;
  return status === 0;
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
