/** Bundles of packages that the tests write. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, root, temporaryFolder } from "./build";

const folder = temporaryFolder();

interface Package {
  manifest: object;
  files?: Record<string, string>;
}

async function noticesOf(name: string, packages: Record<string, Package>, unused: string[] = []): Promise<string> {
  const project = path.join(folder, name);
  for (const [key, { manifest, files = {} }] of Object.entries(packages)) {
    const own = path.join(project, "node_modules", key);
    mkdirSync(own, { recursive: true });
    const whole = JSON.stringify({ name: key, version: "1.2.3", ...manifest });
    const all = { "package.json": whole, "index.js": `module.exports = "${key}";`, ...files };
    for (const [file, content] of Object.entries(all)) writeFileSync(path.join(own, file), content);
  }
  const used = Object.keys(packages).filter((key) => !unused.includes(key));
  writeFileSync(path.join(project, "index.js"), used.map((key) => `exports["${key}"] = require("${key}");`).join("\n"));
  const plugin = JSON.stringify(path.join(root, "publishing/noticesPlugin.js"));
  const configuration = path.join(project, "webpack.config.js");
  writeFileSync(
    configuration,
    `const { NoticesPlugin } = require(${plugin});
    module.exports = {
      mode: "production", context: __dirname, target: "node", entry: "./index.js",
      output: { filename: "index.js", libraryTarget: "commonjs2" },
      plugins: [new NoticesPlugin({ filename: "index.js.LICENSE.txt" })],
    };`,
  );
  const built = await build(path.join(folder, `${name}-dist`), configuration);
  return readFileSync(path.join(built.folder, "index.js.LICENSE.txt"), "utf8");
}

const grant = "Permission is hereby granted, free of charge, to any person.";

it("takes all files about rights, sorts by name, and leaves out what is not in the bundle", async () => {
  const packages = {
    zeta: { manifest: { license: "Apache-2.0" }, files: { LICENSE: "Terms\r\nof zeta\n", NOTICE: "Notice of zeta" } },
    alpha: { manifest: {}, files: { "license.md": grant } },
    unused: { manifest: { license: "MIT" } },
  };
  const text = await noticesOf("files", packages, ["unused"]);
  expect(text).toContain(`alpha 1.2.3\nLicense: MIT\n\n${grant}\n\n`);
  expect(text).toContain("zeta 1.2.3\nLicense: Apache-2.0\n\nTerms\nof zeta\n\nNotice of zeta\n");
  expect(text.indexOf("alpha")).toBeLessThan(text.indexOf("zeta"));
  expect(text).not.toContain("unused");
});

it("takes the README's chapter up to the next heading, or else the license that is named", async () => {
  const readme = `# readme\n\nLicense\n-------\n\nCopyright &lt;me&gt;\n${grant}\n\nHistory\n-------\n\nOld.\n`;
  const text = await noticesOf("readmes", {
    readme: { manifest: { license: "MIT" }, files: { "README.md": readme } },
    named: { manifest: { license: "MIT", author: { name: "A. Author" } } },
    other: { manifest: { license: "ISC", author: "B. Author" } },
  });
  expect(text).toContain(`readme 1.2.3\nLicense: MIT\n\nCopyright <me>\n${grant}\n`);
  expect(text).not.toContain("Old.");
  expect(text).toMatch(/other 1\.2\.3\nLicense: ISC\n\nCopyright \(c\) B\. Author\n\nPermission to use/);
  expect(text).toMatch(/named 1\.2\.3\nLicense: MIT\n\nCopyright \(c\) A\. Author\n\nPermission/);
});

it("keeps the comments that the minimizer takes out of single files", async () => {
  const files = { "index.js": "/*! Taken from elsewhere */\nmodule.exports = 1;", LICENSE: grant };
  expect(await noticesOf("comments", { commented: { manifest: {}, files } })).toMatch(
    /commented 1\.2\.3.*Notices within single files\n\n\/\*! Taken from elsewhere \*\//s,
  );
});

it.each<[string, object]>([
  ["no license", {}],
  ["a license without its text", { license: "Apache-2.0" }],
])("fails the build for a package with %s", async (title, manifest) => {
  const name = title.replaceAll(" ", "-");
  await expect(noticesOf(name, { doubtful: { manifest } })).rejects.toMatchObject({ code: 1 });
  const report = readFileSync(path.join(folder, `${name}-dist.json`), "utf8");
  expect(report).toContain("The license text of doubtful 1.2.3 is not found.");
});
