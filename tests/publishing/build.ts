/** Builds as `npm run build` does, into folders of their own: other suites run dist/ meanwhile. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { bundleSources } from "../../workbench/component/build";
import { exclusively } from "../../workbench/component/exclusively";
import { isStale, makeCurrent } from "../../workbench/component/stale";

export const root = path.resolve(__dirname, "../..");

const run = promisify(execFile);

export interface Built {
  folder: string;
  /** Every module in the bundle by its path in this repository: `node_modules/axios/dist/node/axios.cjs`. */
  modules: string[];
}

/** A folder that is there for the length of a test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "ms-dynamics-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * In a process of its own, because in this one the test runner would load and translate the compiler module by module.
 * @throws Error with the output of the build when it fails.
 */
export async function build(folder: string, configuration: string): Promise<Built> {
  await runWebpack(folder, configuration);
  return builtIn(folder);
}

/** A build that test files share, as long as nothing that it is made of changes. */
export interface SharedBuild {
  name: string;
  configuration: string;
  sources: readonly string[];
}

export const componentBuild: SharedBuild = {
  name: "component",
  configuration: "webpack.config.js",
  sources: bundleSources,
};

export const emptyComponentBuild: SharedBuild = {
  name: "empty",
  configuration: "tests/publishing/emptyComponent.webpack.js",
  sources: [
    "tests/publishing/emptyComponent.webpack.js",
    "tests/publishing/emptyComponent.ts",
    "tsconfig.json",
    "package-lock.json",
  ].map((source) => path.join(root, source)),
};

/** A build takes up to half a minute, so one process runs it and the others wait for it. */
export async function builtOnce({ name, configuration, sources }: SharedBuild): Promise<Built> {
  const shared = path.join(root, "build/publishing");
  const folder = path.join(shared, name);
  const report = `${folder}.json`;
  mkdirSync(shared, { recursive: true });
  await exclusively(`${folder}.lock`, async () => {
    if (await isStale(report, sources)) await makeCurrent(report, () => runWebpack(folder, configuration));
  });
  return builtIn(folder);
}

async function runWebpack(folder: string, configuration: string): Promise<void> {
  const webpack = require.resolve("webpack/bin/webpack.js");
  const options = ["--config", configuration, "--output-path", folder, `--json=${folder}.json`];
  await run(process.execPath, [webpack, ...options], { cwd: root });
}

function builtIn(folder: string): Built {
  const { modules } = JSON.parse(readFileSync(`${folder}.json`, "utf8")) as { modules: StatsModule[] };
  return { folder, modules: modules.flatMap(files) };
}

interface StatsModule {
  name: string;
  modules?: StatsModule[];
}

/** Modules that were joined into one are listed inside it. */
function files({ name, modules }: StatsModule): string[] {
  if (modules) return modules.flatMap(files);
  return name.startsWith("./") ? [name.slice(2)] : [];
}
