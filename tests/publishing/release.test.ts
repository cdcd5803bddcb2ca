import { readFileSync } from "node:fs";
import path from "node:path";
import { newestEntry, platformOf, publishArguments, repositoryUrl } from "../../publishing/releasePlan";
import { root } from "./build";

describe("the changelog", () => {
  it("gives the changes of its newest entry as plain text", () => {
    const changelog = [
      "# Changelog",
      "",
      "### 2026-12-01",
      "",
      "- Added **Get Entity**. It takes",
      "  any name, as `account`.",
      "- Mended the trigger.",
      "",
      "### 2026-11-23",
      "",
      "- Older.",
    ].join("\n");
    expect(newestEntry(changelog)).toEqual({
      date: "2026-12-01",
      changes: ["Added Get Entity. It takes any name, as account.", "Mended the trigger."],
    });
  });

  it.each([
    ["no heading is a date", "# Changelog\n\n### Unreleased\n\n- A change.\n"],
    ["the newest entry is empty", "# Changelog\n\n### 2026-12-01\n\n### 2026-11-23\n\n- Older.\n"],
  ])("is refused when %s", (_when, changelog) => {
    expect(() => newestEntry(changelog)).toThrow(/changelog/);
  });

  it("of this project has an entry to publish", () => {
    const { changes } = newestEntry(readFileSync(path.join(root, "documentation/changelog.md"), "utf8"));
    expect(changes.length).toBeGreaterThan(0);
  });
});

describe("the command that publishes", () => {
  const entry = { date: "2026-12-01", changes: ["Added Get Entity.", "Mended the trigger."] };
  const always = [
    "components:publish",
    "--no-confirm",
    "--skip-on-signature-match",
    "--comment=Added Get Entity.\nMended the trigger.",
    "--commitHash=0a1b2c3",
  ];

  it("says what changed and which commit it is", () => {
    const commit = { hash: "0a1b2c3", remote: "git@example.com:team/ms-dynamics.git" };
    expect(publishArguments({ entry, commit, customer: "Q3VzdG9tZXI6MQ==" })).toEqual([
      ...always,
      "--commitUrl=https://example.com/team/ms-dynamics/commit/0a1b2c3",
      "--repoUrl=https://example.com/team/ms-dynamics",
      "--customer=Q3VzdG9tZXI6MQ==",
    ]);
  });

  it("names no address when there is none to show", () => {
    const commit = { hash: "0a1b2c3", remote: undefined };
    expect(publishArguments({ entry, commit, customer: undefined })).toEqual(always);
  });
});

it.each([
  ["https://example.com/team/ms-dynamics.git", "https://example.com/team/ms-dynamics"],
  ["https://example.com:8443/team/ms-dynamics/", "https://example.com:8443/team/ms-dynamics"],
  ["https://a-token@example.com/team/ms-dynamics.git", "https://example.com/team/ms-dynamics"],
  ["https://user:a-token@example.com/team/ms-dynamics", "https://example.com/team/ms-dynamics"],
  ["ssh://git@example.com:2222/team/ms-dynamics.git", "https://example.com/team/ms-dynamics"],
  ["git@example.com:team/ms-dynamics.git", "https://example.com/team/ms-dynamics"],
  ["../ms-dynamics", undefined],
  ["/srv/git/ms-dynamics.git", undefined],
  ["file:///srv/git/ms-dynamics.git", undefined],
  ["C:\\git\\ms-dynamics", undefined],
])("shows the remote %s at %s", (remote, address) => {
  expect(repositoryUrl(remote)).toBe(address);
});

describe("the platform to publish to", () => {
  const eu = { name: "eu (default)", prismaticUrl: "https://app.eu.example.com" };
  const us = { name: "us", prismaticUrl: "https://app.us.example.com" };
  const prismaticUrl = "https://app.us.example.com";

  it.each([
    ["the environment's, with a token there", { PRISM_REFRESH_TOKEN: "t", PRISMATIC_URL: prismaticUrl }, prismaticUrl],
    [
      "the default, with a token and no URL",
      { PRISM_ACCESS_TOKEN: "t", PRISMATIC_URL: " " },
      "https://app.prismatic.io",
    ],
    ["that of the sign-in", {}, eu.prismaticUrl],
    ["that of the sign-in that is named", { PRISM_PROFILE: "us", PRISMATIC_URL: prismaticUrl }, us.prismaticUrl],
  ])("is %s", (_title, env, url) => {
    const platform = platformOf(env, [us, eu]);
    expect(platform.url).toBe(url);
    expect(platform).not.toHaveProperty("refusal");
  });

  it("is blocked without a sign-in, or with one for another platform", () => {
    expect(platformOf({}, [])).toMatchObject({
      url: "https://app.prismatic.io",
      refusal: expect.stringContaining("Not signed in") as string,
    });
    expect(platformOf({ PRISMATIC_URL: prismaticUrl }, [eu])).toMatchObject({
      url: prismaticUrl,
      refusal: `PRISMATIC_URL is ${prismaticUrl}, but the sign-in eu (default) is for ${eu.prismaticUrl}.`,
    });
  });
});
