import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import component from "../src";
import { manifestOf } from "./manifest";

/** Writes build/manifest.json, for rulesets and for whoever wants to read what the platform is told. */
const file = path.resolve(__dirname, "../build/manifest.json");
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(manifestOf(component), undefined, 2)}\n`);
console.log(`Wrote ${path.relative(process.cwd(), file)}.`);
