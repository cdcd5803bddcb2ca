import { documents, proseOf, readDocument } from "../blocks";
import { allMembers, readManifest } from "./manifest";
import { code, plain, rebaseLinks, shiftHeadings, table } from "./markdown";
import { generatedPages, staleFiles } from "./pages";
import { proseKeys, readProse, summaryOf } from "./prose";
import { readmeWithTables } from "./readme";

const manifest = readManifest();
const members = allMembers(manifest);

describe("made pages", () => {
  it("are on disk as they would be made", async () => {
    expect(staleFiles(await generatedPages())).toEqual([]);
  });

  it("are called stale by name when they differ, are missing, or belong to nothing", async () => {
    const pages = await generatedPages();
    pages.set("documentation/component.md", "changed");
    pages.set("documentation/reference/actions/newAction.md", "new");
    pages.delete("documentation/reference/actions/getEntity.md");
    expect(staleFiles(pages)).toEqual(
      expect.arrayContaining([
        "documentation/component.md",
        "documentation/reference/actions/newAction.md",
        "documentation/reference/actions/getEntity.md",
      ]),
    );
  });

  it("hold every input's label, comment and default, on the component page and in the reference", () => {
    const component = unescaped(readDocument("documentation/component.md"));
    for (const { kind, key, inputs } of members) {
      const reference = unescaped(readDocument(`documentation/reference/${kind}/${key}.md`));
      for (const { label, comments = "", default: preset, type } of inputs.filter(({ shown }) => shown !== false)) {
        expect(reference).toContain(`\n### ${label}\n`);
        expect(component).toContain(`\n| ${label} `);
        for (const page of [reference, component]) expect(page).toContain(comments);
        if (typeof preset === "string" && type !== "code") expect(reference).toContain(preset);
      }
    }
  });

  it("are rejected for a member without prose, with the file to write", async () => {
    const [action, ...actions] = manifest.members.actions;
    if (!action) throw new Error("The component has no action.");
    const unwritten = {
      ...manifest,
      members: { ...manifest.members, actions: [{ ...action, key: "new" }, ...actions] },
    };
    await expect(generatedPages(unwritten)).rejects.toThrow("documentation/prose/actions/new.md is missing or empty");
  });

  it("need the README's markers", () => {
    expect(() => readmeWithTables("# Without markers", manifest)).toThrow("marker");
  });
});

/** The text that a reader sees, without what keeps it from being taken for markup. */
function unescaped(markdown: string): string {
  return markdown
    .replace(/\\(?=[\\`*_|])/g, "")
    .replaceAll("&lt;", "<")
    .replace(/&#12[35];/g, (entity) => (entity === "&#123;" ? "{" : "}"));
}

describe("prose", () => {
  it("belongs to a key of the component, and every key has some", () => {
    expect(proseKeys().sort()).toEqual(members.map(({ kind, key }) => `${kind}/${key}`).sort());
  });

  it.each(members.map((member) => [`${member.kind}/${member.key}`, member] as const))(
    "%s begins with one sentence and describes the result",
    (_, member) => {
      expect(summaryOf(member)).toMatch(/^[A-Z][^.]*\.$/);
      if (member.kind !== "connections") expect(readProse(member)).toMatch(/^\*\*Result\.\*\* /m);
    },
  );

  it("does not address the reader, and names the platform only in URLs", () => {
    const woven = documents().filter((file) => /^documentation\/(prose\/|description\.md|component\.md)/.test(file));
    const spoken = woven.filter((file) =>
      /\b(you|your|yours)\b|prismatic/i.test(proseOf(file).replace(/https:\/\/\S+/g, "")),
    );
    expect(spoken).toEqual([]);
  });
});

describe("pieces of Markdown", () => {
  it.each([
    ["a|b", "a\\|b"],
    ["<entity>", "&lt;entity>"],
    ["{x}", "&#123;x&#125;"],
    ["two\n lines", "two lines"],
    ["[CRM] Get", "[CRM] Get"],
  ])("plain text %j is not taken for markup", (text, written) => {
    expect(plain(text)).toBe(written);
  });

  it("code spans hold backticks", () => {
    expect(code("a`b")).toBe("`` a`b ``");
    expect(code("ab")).toBe("`ab`");
  });

  it("tables have a line below their heads", () => {
    expect(table(["A", "B"], [["1", "2"]])).toBe("| A | B |\n| --- | --- |\n| 1 | 2 |");
  });

  it("headings move down, except in code", () => {
    expect(shiftHeadings("## A\n\n```sh\n# comment\n```", 2)).toBe("#### A\n\n```sh\n# comment\n```");
  });

  it("links are rewritten for another folder, except those that lead outside", () => {
    const text = "[a](../../guides/a.md) [b](https://example.com) [c](#here)";
    expect(rebaseLinks(text, "prose/actions", ".")).toBe("[a](./guides/a.md) [b](https://example.com) [c](#here)");
    expect(rebaseLinks(text, "prose/actions", "reference/actions")).toContain("(../../guides/a.md)");
  });
});
