/**
 * The example of another project's jest tests, run as that project runs it: by its own jest, outside this repository.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import component from "../../src";
import { buildIfStale } from "../../workbench/component/build";
import { checkIntegration } from "../../workbench/check/checkIntegration";
import type { RunnableComponent } from "../../workbench/component/component";
import { loadIntegration } from "../../workbench/document/loadIntegration";
import { platformComponents } from "../../workbench/platform/platformComponents";
import { createTerminal } from "../../workbench/commandLine/terminal";

const root = path.resolve(__dirname, "../..");
const project = path.join(root, "examples/jest-project");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "jest-project-"));
  cpSync(project, folder, { recursive: true, filter: (file) => path.basename(file) !== "node_modules" });
  const manifestFile = path.join(folder, "package.json");
  const text = readFileSync(manifestFile, "utf8").replace('"file:../.."', JSON.stringify(`file:${root}`));
  writeFileSync(manifestFile, text);
  // The result of `npm install` for this package.json: a link to the folder of a file dependency, and jest.
  mkdirSync(path.join(folder, "node_modules"));
  symlinkSync(dependencyFolder(folder), path.join(folder, "node_modules/ms-dynamics"));
  for (const name of ["jest", "@jest", "@types"]) {
    symlinkSync(path.join(root, "node_modules", name), path.join(folder, "node_modules", name));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The folder that the manifest of a project names, as npm reads `file:`. */
function dependencyFolder(projectFolder: string): string {
  const text = readFileSync(path.join(projectFolder, "package.json"), "utf8");
  const { devDependencies } = JSON.parse(text) as { devDependencies: Record<string, string> };
  return path.resolve(projectFolder, (devDependencies["ms-dynamics"] ?? "").replace(/^file:/, ""));
}

test("where it lies it names this repository; copied elsewhere it does when it is changed as the README says", () => {
  expect(dependencyFolder(project)).toBe(root);
  expect(dependencyFolder(folder)).toBe(root);
  const readme = readFileSync(path.join(root, "examples/README.md"), "utf8");
  expect(readme).toContain('`"ms-dynamics": "file:<path to this repository>"`');
});

test("names this package and jest as all it needs", () => {
  const manifest = JSON.parse(readFileSync(path.join(project, "package.json"), "utf8")) as Record<string, object>;
  expect(manifest.devDependencies).toEqual({ jest: expect.any(String) as string, "ms-dynamics": "file:../.." });
});

test("its integration fits the component", () => {
  const { integration } = loadIntegration(readFileSync(path.join(project, "mail-to-case.yml"), "utf8"));
  const registry = [...platformComponents(), component].map((each: RunnableComponent) => [each.key, each] as const);
  expect(checkIntegration(integration, new Map(registry))).toEqual([]);
});

test("its tests pass", async () => {
  await buildIfStale(createTerminal({ write: () => undefined }));
  const jest = path.join(folder, "node_modules/jest/bin/jest.js");
  const env = { PATH: process.env.PATH, CI: "true" };
  const { status, stderr } = spawnSync(process.execPath, [jest, "--testTimeout=60000"], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  expect(stderr).toContain("3 passed, 3 total");
  expect(status).toBe(0);
});

test("a program in plain JavaScript loads the workbench and leaves its own module loading alone", () => {
  const program = `
    const { createEmulator, createWebApi } = require("ms-dynamics/workbench");
    if (".ts" in require.extensions) throw new Error("hooked");
    createEmulator().then(async (emulator) => {
      console.log(await createWebApi(emulator).read("WhoAmI").then(({ UserId }) => typeof UserId));
      await emulator.close();
    });`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
  expect({ stdout, stderr }).toEqual({ stdout: "string\n", stderr: "" });
});

test("a program with `import` finds the same names as one with `require`", () => {
  const program = `
    import * as imported from "ms-dynamics/workbench";
    import { createRequire } from "node:module";
    const required = createRequire(import.meta.url)("ms-dynamics/workbench");
    const { default: whole, ...names } = imported;
    const same = Object.keys(required).filter((name) => names[name] === required[name]);
    console.log(whole === required, same.length === Object.keys(names).length, same.length === Object.keys(required).length);`;
  const { stdout, stderr } = run(["--input-type=module", "-e", program]);
  expect({ stdout, stderr }).toEqual({ stdout: "true true true\n", stderr: "" });
});

test("a TypeScript project compiles what imports the workbench under settings of its own", () => {
  writeFileSync(
    path.join(folder, "types.mts"),
    `import { createEmulator, runFlow, type FlowRun } from "ms-dynamics/workbench";
    export const start = async (run: FlowRun) => [await createEmulator(), await runFlow(run)] as const;\n`,
  );
  const options = { strict: true, target: "es2022", module: "nodenext", types: "node", skipLibCheck: true };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const { stdout, status } = run([tsc, "--noEmit", ...flags, "types.mts"]);
  expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
});

function run(args: string[]) {
  return spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
}
