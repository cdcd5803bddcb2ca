/**
 * Loads dist/index.js from a bare copy of dist/ in an empty folder: what the platform gets is that folder alone, and a
 * module that is only found in this repository's node_modules would fail there.
 */
const { cpSync, mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");

const folder = mkdtempSync(path.join(tmpdir(), "ms-dynamics-"));
try {
  cpSync(path.resolve(__dirname, "../dist"), folder, { recursive: true });
  const component = require(path.join(folder, "index.js")).default;
  const actions = Object.keys(component.actions);
  if (component.key !== "ms-dynamics" || actions.length === 0) throw new Error("The bundle exports no component.");
  console.log(`dist/index.js loads from an empty folder: ${component.key} with ${actions.length} actions.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
