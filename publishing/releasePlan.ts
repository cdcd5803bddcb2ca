/**
 * What a release says and runs, decided from texts alone: publishing/release.ts does it.
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
  if (changes.length === 0) throw new Error(`The changelog's entry of ${date} lists no change.`);
  return { date, changes };
}

export interface Commit {
  hash: string;
  /** As `git remote get-url` prints it; undefined without a remote. */
  remote: string | undefined;
}

export interface PublishOptions {
  entry: ChangelogEntry;
  commit: Commit;
  /** The ID of the customer to whom alone the component belongs. */
  customer: string | undefined;
}

/** Arguments of the platform's CLI. An unchanged package is not published again. */
export function publishArguments({ entry, commit, customer }: PublishOptions): string[] {
  const repository = commit.remote === undefined ? undefined : repositoryUrl(commit.remote);
  return [
    "components:publish",
    "--no-confirm",
    "--skip-on-signature-match",
    `--comment=${entry.changes.join("\n")}`,
    `--commitHash=${commit.hash}`,
    ...(repository === undefined ? [] : [`--commitUrl=${repository}/commit/${commit.hash}`, `--repoUrl=${repository}`]),
    ...(customer === undefined ? [] : [`--customer=${customer}`]),
  ];
}

/**
 * Where a browser shows the repository. Remotes are URLs, with or without a user, or `user@host:path` (git-clone(1),
 * "GIT URLS"). A user name may be a token, so none is kept; a path on this machine is nothing to publish.
 */
export function repositoryUrl(remote: string): string | undefined {
  const address = URL.canParse(remote) ? new URL(remote) : undefined;
  const [host, path] = address
    ? [address.protocol.startsWith("http") ? address.host : address.hostname, address.pathname]
    : (/^(?:[^@/\s]+@)?([^:/\s]{2,}):(?!\/\/)(.+)$/.exec(remote)?.slice(1) ?? []);
  if (!host || !path) return undefined;
  return `https://${host}/${path.replace(/^\/+/, "").replace(/(\.git)?\/*$/, "")}`;
}
