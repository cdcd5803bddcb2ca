/**
 * The workbench for plain JavaScript, without a TypeScript set-up: `require("ms-dynamics/workbench")`. It translates the
 * files of the workbench and the emulator as they are needed, and does so itself instead of hooking into `require`: how
 * the program's own modules are loaded stays its own affair, and test runners with a module system of their own, as jest
 * has, need no configuration.
 */
const { readFileSync, statSync } = require("node:fs");
const path = require("node:path");
const { transform } = require("sucrase");

const loaded = new Map();

function load(file) {
  const known = loaded.get(file);
  if (known) return known.exports;
  const module = { exports: {} };
  // Before it runs, so that modules may refer to each other in a circle.
  loaded.set(file, module);
  try {
    run(file, module);
  } catch (error) {
    loaded.delete(file);
    throw error;
  }
  return module.exports;
}

function run(file, module) {
  const { code } = transform(readFileSync(file, "utf8"), { transforms: ["imports", "typescript"], filePath: file });
  const requireFrom = (request) => (request.startsWith(".") ? loadFrom(file, request) : require(request));
  // Not node:vm: the code belongs to the realm of this file, whose errors and arrays are the caller's.
  const body = new Function(
    "module",
    "exports",
    "require",
    "__filename",
    "__dirname",
    `${code}\n//# sourceURL=${file}`,
  );
  body(module, module.exports, requireFrom, file, path.dirname(file));
}

function loadFrom(file, request) {
  const target = path.resolve(path.dirname(file), request);
  const found = [`${target}.ts`, path.join(target, "index.ts")].find(isFile);
  return found === undefined ? require(target) : load(found);
}

function isFile(file) {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

module.exports = load(path.join(__dirname, "index.ts"));
