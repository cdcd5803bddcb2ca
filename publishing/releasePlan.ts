/**
 * Decides the messages and commands of a release from texts only; publishing/release.ts runs them.
 */

export interface ChangelogEntry {
  /** YYYY-MM-DD */
  date: string;
  /** One change each, as plain text. */
  changes: string[];
}

/**
 * The first entry of documentation/changelog.md: a heading with a date, then a list.
 * @throws Error when there is none.
 */
export function newestEntry(changelog: string): ChangelogEntry {
  const [, entry] = changelog.split(/^(?=#{2,3} \d{4}-\d{2}-\d{2}\s*$)/m);
  const date = /^#+ (\S+)/.exec(entry ?? "")?.[1];
  if (entry === undefined || date === undefined) throw new Error("The changelog has no entry with a date as heading.");
  const changes = entry
    .split(/^- /m)
    .slice(1)
    .map((change) =>
      change
        .replace(/\*\*|`/g, "")
        .replace(/\s+/g, " ")
        .trim(),
    );
  if (changes.length === 0) throw new Error(`The changelog entry of ${date} does not list a change.`);
  return { date, changes };
}

export interface Commit {
  hash: string;
  /** As `git remote get-url` prints it; undefined without a remote. */
  remote: string | undefined;
}

export interface PublishOptions {
  /** Undefined only where the arguments are shown and not used. */
  entry: ChangelogEntry | undefined;
  commit: Commit | undefined;
  /** The ID of the customer to whom alone the component belongs. */
  customer: string | undefined;
}

/** Arguments of the platform's CLI. An unchanged package is not published again. */
export function publishArguments({ entry, commit, customer }: PublishOptions): string[] {
  const repository = commit?.remote === undefined ? undefined : repositoryUrl(commit.remote);
  return [
    "components:publish",
    "--no-confirm",
    "--skip-on-signature-match",
    ...(entry === undefined ? [] : [`--comment=${entry.changes.join("\n")}`]),
    ...(commit === undefined ? [] : [`--commitHash=${commit.hash}`]),
    ...(commit === undefined || repository === undefined
      ? []
      : [`--commitUrl=${repository}/commit/${commit.hash}`, `--repoUrl=${repository}`]),
    ...(customer === undefined ? [] : [`--customer=${customer}`]),
  ];
}

/**
 * The URL at which a browser shows the repository. Remotes are URLs, with or without a user, or `user@host:path`
 * (git-clone(1), "GIT URLS"). A user name can be a token, so it is removed; a local path is not published.
 */
export function repositoryUrl(remote: string): string | undefined {
  const address = URL.canParse(remote) ? new URL(remote) : undefined;
  const [host, path] = address
    ? [address.protocol.startsWith("http") ? address.host : address.hostname, address.pathname]
    : (/^(?:[^@/\s]+@)?([^:/\s]{2,}):(?!\/\/)(.+)$/.exec(remote)?.slice(1) ?? []);
  if (!host || !path) return undefined;
  return `https://${host}/${path.replace(/^\/+/, "").replace(/(\.git)?\/*$/, "")}`;
}

/** A sign-in that the platform's CLI remembers, as `prism profiles:list --output json` prints it. */
export interface Profile {
  /** Followed by " (default)" where it is the default. */
  name: string;
  prismaticUrl: string;
}

export interface Platform {
  url: string;
  /** The setting that determines the URL. */
  because: string;
  /** Why the CLI would refuse to publish there. */
  refusal?: string;
}

/** The CLI's own default: the region United States. */
const defaultUrl = "https://app.prismatic.io";

/**
 * The platform to which the CLI (10.4) would publish: tokens in the environment take precedence over profiles, and a
 * profile must belong to the platform that PRISMATIC_URL names. Sends no request to the platform.
 */
export function platformOf(env: Readonly<Record<string, string | undefined>>, profiles: readonly Profile[]): Platform {
  const [given, access, refresh, wanted] = [
    "PRISMATIC_URL",
    "PRISM_ACCESS_TOKEN",
    "PRISM_REFRESH_TOKEN",
    "PRISM_PROFILE",
  ].map((name) => env[name]?.trim() || undefined);
  const named: Platform =
    given === undefined
      ? { url: defaultUrl, because: "the default, because PRISMATIC_URL is not set" }
      : { url: given, because: "PRISMATIC_URL" };
  if (access !== undefined || refresh !== undefined) return named;
  const profile = profiles.find(({ name }) =>
    wanted === undefined ? name.endsWith(" (default)") : name === wanted || name === `${wanted} (default)`,
  );
  if (profile === undefined) return { ...named, refusal: "Not signed in. Run npx prism login." };
  const { name, prismaticUrl: url } = profile;
  if (given === undefined || given === url) return { url, because: `the sign-in ${name}` };
  return { ...named, refusal: `PRISMATIC_URL is ${given}, but the sign-in ${name} is for ${url}.` };
}
