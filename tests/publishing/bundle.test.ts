import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { type Built, builtOnce, componentBuild, emptyComponentBuild, root } from "./build";

let component: Built;
let empty: Built;

beforeAll(async () => {
  [component, empty] = await Promise.all([builtOnce(componentBuild), builtOnce(emptyComponentBuild)]);
});

function bytes({ folder }: Built) {
  return statSync(path.join(folder, "index.js")).size;
}
function packageOf(file: string) {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
}
function packages({ modules }: Built) {
  return [...new Set(modules.flatMap((file) => packageOf(file) ?? []))].sort();
}

it("is smaller than three fifths of an empty component that is built the default way", () => {
  expect(bytes(component)).toBeLessThan(bytes(empty) * 0.6);
});

it("holds no test or generator code of the SDK, and nothing of code-native integrations", () => {
  const unwanted = ["ejs", "jest-mock", "jest-util", "prettier", "yaml", "zod"];
  const parts = /spectral\/dist\/(testing|generators|conditionalLogic\/index|serverTypes\/convertIntegration)/;
  // The empty component has them, so the names are the right ones.
  expect(packages(empty)).toEqual(expect.arrayContaining(["jest-mock", "yaml", "zod"]));
  expect(empty.modules.filter((file) => parts.test(file)).length).toBeGreaterThan(2);
  expect(packages(component).filter((name) => unwanted.includes(name))).toEqual([]);
  expect(component.modules.filter((file) => parts.test(file))).toEqual([]);
});

it("holds one copy of axios, the one that the tests run", () => {
  const axios = path.relative(root, require.resolve("axios")).split(path.sep).join("/");
  expect([...new Set(component.modules.filter((file) => packageOf(file) === "axios"))]).toEqual([axios]);
});

it("holds the packages that are pinned here, so that a new one is seen before it is shipped", () => {
  expect(packages(component)).toEqual(pinned);
});

/** The dependencies of package.json and what they require in turn. */
const pinned = [
  "@nodable/entities",
  "@prismatic-io/spectral",
  "agent-base",
  "anynum",
  "async-function",
  "async-generator-function",
  "asynckit",
  "axios",
  "axios-retry",
  "call-bind-apply-helpers",
  "combined-stream",
  "date-fns",
  "debug",
  "delayed-stream",
  "dunder-proto",
  "es-define-property",
  "es-errors",
  "es-object-atoms",
  "es-set-tostringtag",
  "fast-xml-builder",
  "fast-xml-parser",
  "fastest-levenshtein",
  "follow-redirects",
  "form-data",
  "function-bind",
  "generator-function",
  "get-intrinsic",
  "get-proto",
  "gopd",
  "has-flag",
  "has-symbols",
  "has-tostringtag",
  "hasown",
  "https-proxy-agent",
  "is-retry-allowed",
  "is-unsafe",
  "lodash",
  "math-intrinsics",
  "mime-db",
  "mime-types",
  "ms",
  "path-expression-matcher",
  "safe-stable-stringify",
  "strnum",
  "supports-color",
  "valid-url",
  "xml-naming",
];

describe("the notices beside it", () => {
  const notices = () => readFileSync(path.join(component.folder, "index.js.LICENSE.txt"), "utf8");
  const installed = (name: string) => path.join(root, "node_modules", name);
  const licenseFile = (name: string) => readdirSync(installed(name)).find((file) => /^licen[cs]e/i.test(file));
  const read = (name: string, file: string) =>
    readFileSync(path.join(installed(name), file), "utf8")
      .replaceAll("\r\n", "\n")
      .trim();

  it("name every package in it with version, license and the license's text", () => {
    const text = notices();
    const lacking = packages(component).filter((name) => {
      const manifest = JSON.parse(read(name, "package.json")) as { version: string; license?: string };
      const file = licenseFile(name);
      const heading = `\n${name} ${manifest.version}\nLicense: ${manifest.license ?? "MIT"}\n\n`;
      return !text.includes(`${heading}${file === undefined ? "" : read(name, file)}`);
    });
    expect(lacking).toEqual([]);
  });

  it("give a text also for packages that have theirs in the README, or only name the license", () => {
    const withoutFile = packages(component).filter((name) => licenseFile(name) === undefined);
    expect(withoutFile).toEqual(["@nodable/entities", "agent-base", "https-proxy-agent"]);
    const chapters = notices().split(/^-{80}$/m);
    for (const name of withoutFile) {
      const chapter = chapters.find((each) => each.trimStart().startsWith(`${name} `)) ?? "";
      expect(chapter).toMatch(/Copyright \(c\) .*Permission is hereby granted, free of charge.*WITHOUT WARRANTY/s);
    }
  });

  it("hold nothing of the machine on which they were made", () => {
    expect(notices()).not.toContain(root);
    expect(notices()).not.toContain(component.folder);
  });
});

it("keeps the icon beside it", () => {
  expect(statSync(path.join(component.folder, "icon.png")).size).toBeGreaterThan(500);
});
