import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { RunnableComponent } from "./component";
import type { Terminal } from "./terminal";

export const bundle = path.resolve(__dirname, "../dist/index.js");
const root = path.resolve(__dirname, "..");
const sources = ["src", "assets", "webpack.config.js", "package.json", "tsconfig.json"];

/**
 * Builds dist/index.js when anything it is made of is newer.
 * @throws Error with the build's own messages when it fails.
 */
export async function buildIfStale(terminal: Terminal): Promise<void> {
  if (!(await isStale())) return;
  const progress = terminal.progress("Building the component");
  const startedMs = performance.now();
  try {
    await build();
  } finally {
    progress.end();
  }
  terminal.line(`Built the component in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`);
}

/** The bundle as the platform loads it: its default export. */
export function loadBundle(): RunnableComponent {
  const { default: component } = createRequire(bundle)(bundle) as { default?: RunnableComponent };
  if (component === undefined) throw new Error(`${bundle} exports no component.`);
  return component;
}

async function isStale(): Promise<boolean> {
  const built = await stat(bundle).catch(() => undefined);
  if (built === undefined) return true;
  const newest = await Promise.all(sources.map((source) => newestMs(path.join(root, source))));
  return Math.max(...newest) > built.mtimeMs;
}

/** Newest change of a file, or of anything in a folder; the folder itself tells of files that were removed. */
async function newestMs(file: string): Promise<number> {
  const { mtimeMs } = await stat(file);
  const entries = await readdir(file, { recursive: true, withFileTypes: true }).catch(() => []);
  const times = await Promise.all(
    entries.map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).mtimeMs),
  );
  return Math.max(mtimeMs, ...times);
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
