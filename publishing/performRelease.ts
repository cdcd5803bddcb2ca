import {
  type ChangelogEntry,
  type Commit,
  newestEntry,
  type Platform,
  platformOf,
  type Profile,
  publishArguments,
} from "./releasePlan";

/** The commands, files and output of a release outside this program. */
export interface Surroundings {
  /** Text of documentation/changelog.md. */
  changelog: () => string;
  /** YYYY-MM-DD, here and now. */
  today: string;
  env: Readonly<Record<string, string | undefined>>;
  /** The output of a command, without trailing space. @throws Error when it fails. */
  read: (command: string, ...options: string[]) => string;
  /** Runs a command that shows its own output; false when it fails. */
  run: (command: string, ...options: string[]) => boolean;
  say: (text: string) => void;
}

export interface ReleaseOptions {
  isDryRun: boolean;
  customer: string | undefined;
}

/**
 * Checks, builds and publishes what is committed. The first obstacle ends it; a dry run goes on as
 * far as it can, collects the obstacles and lists them at the end.
 * @returns Whether the checks passed; what else a dry run collects is about when and where, not about the package.
 * @throws Error that names the obstacle.
 */
export function performRelease(options: ReleaseOptions, around: Surroundings): boolean {
  const obstacles: string[] = [];
  const refuse = (message: string) => {
    if (!options.isDryRun) throw new Error(message);
    obstacles.push(message);
  };
  try {
    return release(options, around, refuse);
  } finally {
    if (obstacles.length > 0) {
      around.say(
        ["", "The release would stop for these reasons:", ...obstacles.map((obstacle) => `- ${obstacle}`)].join("\n"),
      );
    }
  }
}

type Refuse = (message: string) => void;

function release({ isDryRun, customer }: ReleaseOptions, around: Surroundings, refuse: Refuse): boolean {
  const { run } = around;
  const commit = committed(around, refuse);
  const entry = todaysEntry(around, refuse);
  const publish = publishArguments({ entry, commit, customer });
  const passes = run("npm", "run", "check");
  if (!passes) refuse("npm run check failed.");
  if (!isDryRun) {
    if (!run("prism", ...publish)) throw new Error("prism components:publish failed; nothing was published.");
    return true;
  }
  // The checks stop at the first that fails, most of them before the build.
  if (!passes && !run("npm", "run", "build")) throw new Error("The component does not build, so there is no package.");
  showPackage(publish, around, refuse);
  return passes;
}

/** The version on the platform names a commit, so the commit must be what is published. */
function committed({ read }: Surroundings, refuse: Refuse): Commit | undefined {
  const git = (...options: string[]) => read("git", ...options);
  return attempt(refuse, () => {
    const changed = git("status", "--porcelain");
    if (changed !== "") refuse(`Commit these changes first:\n${changed}`);
    const remotes = git("remote").split("\n");
    const remote = remotes.includes("origin") ? "origin" : remotes[0];
    return { hash: git("rev-parse", "HEAD"), remote: remote ? git("remote", "get-url", remote) : undefined };
  });
}

function todaysEntry({ changelog, today }: Surroundings, refuse: Refuse): ChangelogEntry | undefined {
  const entry = attempt(refuse, () => newestEntry(changelog()));
  if (entry !== undefined && entry.date !== today) {
    refuse(`The newest entry of documentation/changelog.md is dated ${entry.date}. Add an entry for today.`);
  }
  return entry;
}

function showPackage(publish: string[], { read, env, say }: Surroundings, refuse: Refuse): void {
  const signature = read("prism", "components:signature", "--skip-signature-verify");
  const platform = findPlatform(env, read);
  if (platform.refusal !== undefined) refuse(platform.refusal);
  say(
    `
Not published: prism ${publish.map((argument) => JSON.stringify(argument)).join(" ")}
Signature:     ${signature}
Platform:      ${platform.url} (${platform.because})
Upload:        Skipped if the platform already has this signature. A dry run does not ask the platform. A signed-in user
               can: "npx prism components:signature" prints the signature if the platform has it.`,
  );
}

function findPlatform(env: Surroundings["env"], read: Surroundings["read"]): Platform {
  const list = read("prism", "profiles:list", "--output", "json");
  // Without any it is a sentence that says so.
  return platformOf(env, list.startsWith("[") ? (JSON.parse(list) as Profile[]) : []);
}

function attempt<T>(refuse: Refuse, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
