import { Linter } from "eslint";
import { plainEnglish } from "./eslintRule";
import { findings, kindNames } from "./plainEnglish";

const examples: [kind: string, flagged: string, plain: string][] = [
  ["negated noun", "The key is no GUID.", "There is no key, and it is no longer read."],
  ["tell", "The error tells the reason.", "The error reports the reason."],
  ["whoever", "Whoever reads it waits.", "The reader waits, however long it takes."],
  ["clause as subject", "It stops. What follows is text.", "The text that follows is skipped. What follows?"],
  ["trailing too", "It reads the name, too.", "It also reads the name, too long or not."],
  ["nobody", "Nobody listens.", "No server listens."],
  ["so many", "It sends so many requests.", "It sends N requests."],
  ["lest", "It waits lest it fails.", "It waits so that it does not fail, at least once."],
  ["amiss", "Something is amiss.", "A member is missing."],
  ["mend", "The retry mends it.", "The retry fixes it. This is recommended."],
  ["trailing along", "The labels come along.", "The labels are sent along with the values."],
  ["is to", "The key is to be short.", "The key must be short, and has to be unique."],
  ["likewise", "Columns likewise.", "Columns also."],
  ["under way", "A request is under way.", "A request is in flight."],
  ["at hand", "No record is at hand.", "No record is available, by hand or not."],
  ["kin", "`$filter` and its kin", "`$filter` and related options"],
];

test("every kind has an example", () => {
  expect(examples.map(([kind]) => kind)).toEqual(kindNames);
});

test.each(examples)(
  "%s is found in a sentence that reads as translated, and not in a plain one",
  (kind, flagged, plain) => {
    expect(findings(flagged).map((finding) => finding.kind)).toEqual([kind]);
    expect(findings(plain)).toEqual([]);
  },
);

test("code and quotations are not checked", () => {
  expect(findings('`nobody` and "is no GUID" are quoted.')).toEqual([]);
});

describe("the rule", () => {
  const linter = new Linter();
  const check = (text: string, strings: "all" | "titles" = "titles") =>
    linter
      .verify(text, [{ plugins: { english: plainEnglish }, rules: { "english/sentences": ["error", { strings }] } }])
      .map(({ line, column, message }) => `${line}:${column} ${message}`);
  const tell = '"told" reads as translated: write "return", "report" or "distinguish".';

  test("reads a sentence across the lines of a comment", () => {
    expect(check("/**\n * The key is\n * no GUID.\n */")).toEqual([
      '2:12 "is no G" reads as translated: negate the verb ("is not a GUID").',
    ]);
    expect(check("// It is\n// told.")).toEqual([`2:4 ${tell}`]);
  });

  test("checks the titles of tests and, where asked, every text", () => {
    expect(check('it.each([])("is told", () => {}); log("is told");')).toEqual([`1:17 ${tell}`]);
    expect(check("log(`is told ${1}`);", "all")).toEqual([`1:9 ${tell}`]);
  });

  test("checks the prose of Markdown, without headings, code and link targets", () => {
    const page = "# What it does\n\n- It is told.\n\n```text\ntold\n```\n\n[A page](told.md)\n";
    const messages = linter.verify(
      page,
      [
        {
          files: ["**/*.md"],
          plugins: { english: plainEnglish },
          processor: "english/markdown",
          rules: { "english/sentences": "error" },
        },
      ],
      { filename: "page.md" },
    );
    expect(messages.map(({ line, column }) => `${line}:${column}`)).toEqual(["3:9"]);
  });
});
