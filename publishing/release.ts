import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Commit, newestEntry, publishArguments } from "./releasePlan";

/**
 * `npm run release`: checks, builds and publishes what is committed, with the newest changelog entry as its comment.
 * With `--dry-run` nothing leaves this machine: the last step prints the signature of the package instead.
 */
const help = `npm run release -- [options]

  --dry-run         Check and build, and print what would be published.
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
  const isDryRun = values["dry-run"];
  requireCommitted(isDryRun);
  const entry = newestEntry(readFileSync(path.join(root, "documentation/changelog.md"), "utf8"));
  requireToday(entry.date);
  const publish = publishArguments({ entry, commit: currentCommit(), customer: values.customer });
  run("npm", ["run", "check"]);
  if (!isDryRun) return run("prism", publish);
  run("prism", ["components:signature", "--skip-signature-verify"]);
  console.log(`Not published: prism ${publish.map((argument) => JSON.stringify(argument)).join(" ")}`);
}

/** The version on the platform names a commit, so the commit must be what is published. */
function requireCommitted(isDryRun: boolean): void {
  const changed = git("status", "--porcelain");
  if (changed === "") return;
  if (!isDryRun) throw new Error(`Commit these changes first:\n${changed}`);
  console.log(`A release would stop here, at changes that are not committed:\n${changed}\n`);
}

function requireToday(date: string): void {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
  if (date !== today.join("-")) {
    throw new Error(`The newest entry of documentation/changelog.md is of ${date}. Say there what changes today.`);
  }
}

function currentCommit(): Commit {
  const remotes = git("remote").split("\n");
  const remote = remotes.includes("origin") ? "origin" : remotes[0];
  return { hash: git("rev-parse", "HEAD"), remote: remote ? git("remote", "get-url", remote) : undefined };
}

function git(...options: string[]): string {
  return execFileSync("git", options, { cwd: root, encoding: "utf8" }).trimEnd();
}

/** npm has put the commands of this project on the path. */
function run(command: string, options: string[]): void {
  const { status, error } = spawnSync(command, options, { cwd: root, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${options[0]} failed; nothing was published.`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
