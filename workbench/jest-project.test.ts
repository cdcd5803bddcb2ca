/** The example of another project's jest tests, run as that project runs it: by its own jest, outside this repository. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import component from "../src";
import { buildIfStale } from "./build";
import { checkIntegration } from "./checkIntegration";
import type { RunnableComponent } from "./component";
import { loadIntegration } from "./loadIntegration";
import { platformComponents } from "./platformComponents";
import { createTerminal } from "./terminal";

const root = path.resolve(__dirname, "..");
const project = path.join(root, "examples/jest-project");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "jest-project-"));
  cpSync(project, folder, { recursive: true, filter: (file) => path.basename(file) !== "node_modules" });
  // What `npm install` makes of its package.json: a link to the folder of a file dependency, and jest.
  mkdirSync(path.join(folder, "node_modules"));
  symlinkSync(root, path.join(folder, "node_modules/ms-dynamics"));
  for (const name of ["jest", "@jest"]) {
    symlinkSync(path.join(root, "node_modules", name), path.join(folder, "node_modules", name));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

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
  const { status, stderr } = spawnSync(process.execPath, [jest], { cwd: folder, env, encoding: "utf8" });
  expect(stderr).toContain("3 passed, 3 total");
  expect(status).toBe(0);
}, 180_000);

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
