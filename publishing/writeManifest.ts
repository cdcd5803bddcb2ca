import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import component from "../src";
import { manifestOf } from "./manifest";

/** Writes build/manifest.json, for rulesets and for readers of the component's description. */
const file = path.resolve(__dirname, "../build/manifest.json");
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(manifestOf(component), undefined, 2)}\n`);
console.log(`Wrote ${path.relative(process.cwd(), file)}.`);
