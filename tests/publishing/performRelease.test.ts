import { performRelease, type Surroundings } from "../../publishing/performRelease";

/** A release of a project that is in order, but for what a test changes. */
function rehearse(options: { isDryRun: boolean }, changes: Partial<Surroundings> & { fails?: string[] } = {}) {
  const { fails = [], ...rest } = changes;
  const commands: string[] = [];
  const said: string[] = [];
  const around: Surroundings = {
    changelog: () => "# Changelog\n\n### 2026-12-01\n\n- Added a trigger.\n",
    today: "2026-12-01",
    env: { PRISM_REFRESH_TOKEN: "a-token", PRISMATIC_URL: "https://app.example.com" },
    read: (command, ...words) => answers[[command, ...words].join(" ")] ?? "",
    run: (...words) => {
      const command = words.slice(0, 3).join(" ");
      commands.push(command);
      return !fails.includes(command);
    },
    say: (text) => void said.push(text),
    ...rest,
  };
  let outcome: boolean | string;
  try {
    outcome = performRelease({ customer: undefined, ...options }, around);
  } catch (error) {
    outcome = (error as Error).message;
  }
  return { outcome, commands, text: said.join("\n") };
}

const answers: Record<string, string> = {
  "git rev-parse HEAD": "0a1b2c3",
  "prism components:signature --skip-signature-verify": "c0ffee",
  "prism profiles:list --output json": "No profiles found.",
};

const changed: Surroundings["read"] = (command, ...words) =>
  words[0] === "status" ? " M src/index.ts" : (answers[[command, ...words].join(" ")] ?? "");
const yesterday = { changelog: () => "# Changelog\n\n### 2026-11-30\n\n- Older.\n" };
const publish = "prism components:publish --no-confirm";

describe("a release", () => {
  it("checks, then publishes", () => {
    expect(rehearse({ isDryRun: false })).toEqual({ outcome: true, commands: ["npm run check", publish], text: "" });
  });

  it.each<[string, Parameters<typeof rehearse>[1], RegExp, string[]]>([
    ["changes that are not committed", { read: changed }, /^Commit these changes first:\n M src\/index\.ts$/, []],
    ["an entry of another day", yesterday, /is dated 2026-11-30\. Add an entry for today\.$/, []],
    ["a changelog without entries", { changelog: () => "# Changelog\n" }, /changelog has no entry/, []],
    ["a check that fails", { fails: ["npm run check"] }, /npm run check failed/, ["npm run check"]],
    ["the platform's refusal", { fails: [publish] }, /nothing was published/, ["npm run check", publish]],
  ])("ends at %s", (_title, changes, message, commands) => {
    const ended = rehearse({ isDryRun: false }, changes);
    expect(ended).toEqual({ outcome: expect.stringMatching(message) as string, commands, text: "" });
  });
});

describe("a dry run", () => {
  const dryRun = (changes?: Parameters<typeof rehearse>[1]) => rehearse({ isDryRun: true }, changes);

  it("checks, publishes nothing, and shows the package, the platform and what it does not check", () => {
    const { outcome, commands, text } = dryRun();
    expect({ outcome, commands }).toEqual({ outcome: true, commands: ["npm run check"] });
    expect(text).toContain('Not published: prism "components:publish"');
    expect(text).toContain('"--comment=Added a trigger." "--commitHash=0a1b2c3"');
    expect(text).toMatch(/^Signature: +c0ffee$/m);
    expect(text).toMatch(/^Platform: +https:\/\/app\.example\.com \(PRISMATIC_URL\)$/m);
    expect(text).toMatch(/^Upload: +Skipped if the platform already has this signature\. A dry run does not ask/m);
    expect(text).not.toContain("refused");
  });

  it("continues past every obstacle to a release, and lists them at the end", () => {
    const { outcome, commands, text } = dryRun({ read: changed, env: {}, ...yesterday });
    expect({ outcome, commands }).toEqual({ outcome: true, commands: ["npm run check"] });
    const [before = "", list = ""] = text.split("The release would stop for these reasons:\n");
    expect(before).toContain("c0ffee");
    expect(list.split(/^- /m).slice(1)).toEqual([
      "Commit these changes first:\n M src/index.ts\n",
      "The newest entry of documentation/changelog.md is dated 2026-11-30. Add an entry for today.\n",
      "Not signed in. Run npx prism login.",
    ]);
  });

  it("shows what there is of the command when there is neither a repository nor an entry", () => {
    const { outcome, text } = dryRun({
      changelog: () => "# Changelog\n",
      read: (command, ...words) => {
        if (command === "git") throw new Error("not a git repository");
        return answers[[command, ...words].join(" ")] ?? "";
      },
    });
    expect(outcome).toBe(true);
    expect(text).toMatch(/"--skip-on-signature-match"$/m);
    expect(text).toMatch(/- not a git repository\n- The changelog has no entry/);
  });

  it("builds the package also when a check before the build fails, and does not pass", () => {
    const { outcome, commands, text } = dryRun({ fails: ["npm run check"] });
    expect({ outcome, commands }).toEqual({ outcome: false, commands: ["npm run check", "npm run build"] });
    expect(text).toMatch(/c0ffee.*The release would stop for these reasons:\n- npm run check failed\.$/s);
  });

  it("ends where there is no package, and still lists the obstacles", () => {
    const { outcome, text } = dryRun({ fails: ["npm run check", "npm run build"], ...yesterday });
    expect(outcome).toMatch(/does not build/);
    expect(text).toMatch(/reasons:\n- The newest entry .*\n- npm run check failed\.$/s);
    expect(text).not.toContain("c0ffee");
  });
});
