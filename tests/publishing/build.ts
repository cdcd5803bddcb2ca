import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** Builds as `npm run build` does, into folders of their own: other suites run dist/ meanwhile. */

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
export async function build(folder: string, configuration = "webpack.config.js"): Promise<Built> {
  const webpack = require.resolve("webpack/bin/webpack.js");
  const report = `${folder}.json`;
  const options = ["--config", configuration, "--output-path", folder, `--json=${report}`];
  await run(process.execPath, [webpack, ...options], { cwd: root });
  const { modules } = JSON.parse(readFileSync(report, "utf8")) as { modules: StatsModule[] };
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
