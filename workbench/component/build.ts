import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { compileFunction } from "node:vm";
import type { RunnableComponent } from "./component";
import { exclusively } from "./exclusively";
import { isStale, makeCurrent } from "./stale";
import { createTerminal, type Terminal } from "../commandLine/terminal";

export const bundle = path.resolve(__dirname, "../../dist/index.js");
const root = path.resolve(__dirname, "../..");

/** The files and folders that the bundle is made of. */
export const bundleSources = [
  "src",
  "assets",
  "publishing/noticesPlugin.js",
  "publishing/licenseTexts",
  "webpack.config.js",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
].map((source) => path.join(root, source));

/** Beside the bundle's folder, which is emptied before a build. */
const lockFile = path.join(root, "node_modules", ".building-the-component");

/**
 * Builds dist/index.js when anything it is made of is newer. Processes that want it at the same time wait for one.
 * @throws Error with the build's own messages when it fails.
 */
export async function buildIfStale(terminal: Terminal): Promise<void> {
  if (!(await isStale(bundle, bundleSources))) return;
  const progress = terminal.progress("Building the component");
  const startedMs = performance.now();
  try {
    await exclusively(lockFile, async () => {
      if (await isStale(bundle, bundleSources)) await makeCurrent(bundle, build);
    });
  } finally {
    progress.end();
  }
  terminal.line(`Built the component in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`);
}

/** The component as it ships, built before if that is due, which takes half a minute. */
export async function loadComponent(): Promise<RunnableComponent> {
  await buildIfStale(createTerminal(process.stderr));
  return loadBundle();
}

/**
 * The default export of the bundle. The bundle is compiled here instead of being required, because the hook that runs
 * this program as TypeScript would also translate the bundle, and the bundle must run as it ships.
 */
export async function loadBundle(): Promise<RunnableComponent> {
  const module: { exports: { default?: RunnableComponent } } = { exports: {} };
  const source = await readFile(bundle, "utf8");
  const parameters = ["module", "exports", "require", "__filename", "__dirname"];
  const load = compileFunction(source, parameters, { filename: bundle }) as (...values: unknown[]) => void;
  load(module, module.exports, createRequire(bundle), bundle, path.dirname(bundle));
  const { default: component } = module.exports;
  if (component === undefined) throw new Error(`${bundle} exports no component.`);
  return component;
}

/** In a process of its own: progress goes on meanwhile, and its memory is gone afterwards. */
function build(): Promise<void> {
  return new Promise((resolve, reject) => {
    const webpack = createRequire(__filename).resolve("webpack/bin/webpack.js");
    const child = spawn(process.execPath, [webpack, "--no-color"], { cwd: root });
    let output = "";
    const collect = (chunk: Buffer) => void (output += chunk.toString());
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The component does not build.\n${output.trim()}`));
    });
  });
}
