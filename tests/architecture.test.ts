/**
 * The layers, read from the imports themselves. An arrow that should not exist is named by its two files.
 *
 * connections -> session -> client -> operations -> actions | triggers | dataSources -> index
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const root = path.resolve(__dirname, "..");

interface Import {
  from: string;
  /** A file of this repository, or the name of a package. */
  to: string;
  isPackage: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
}

function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(root, file), "utf8"), true, true);
  return importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith(".")) return { from: file, to: fileName, isPackage: true };
    return { from: file, to: resolve(path.posix.join(path.posix.dirname(file), fileName)), isPackage: false };
  });
}

function resolve(target: string): string {
  return [`${target}.ts`, `${target}/index.ts`, target].find((file) => files.has(file)) ?? target;
}

const folders = ["src", "emulator", "workbench"];
const files = new Set(folders.flatMap(sourceFiles));
function isTest(file: string) {
  return file.endsWith(".test.ts");
}
const productFiles = [...files].filter((file) => !isTest(file));
const imports = productFiles.flatMap(importsOf);

/** The arrows of `from` that go to a file or package of `to`. */
function arrows(from: RegExp, to: (target: Import) => boolean): string[] {
  return imports
    .filter((arrow) => from.test(arrow.from) && to(arrow))
    .map(({ from: file, to: target }) => `${file} -> ${target}`);
}

function toPackage(names: RegExp) {
  return (arrow: Import) => arrow.isPackage && names.test(arrow.to);
}
function toFile(names: RegExp) {
  return (arrow: Import) => !arrow.isPackage && names.test(arrow.to);
}

it("reads the imports it judges", () => {
  expect(arrows(/^src\/session\.ts$/, toFile(/^src\/client\/index\.ts$/))).toHaveLength(1);
  expect(arrows(/^src\/session\.ts$/, toPackage(/^@prismatic-io\/spectral$/))).toHaveLength(1);
});

it("keeps the client free of Prismatic", () => {
  expect(arrows(/^src\/(client|operations)\//, toPackage(/^@prismatic-io/))).toEqual([]);
});

it("keeps HTTP libraries in one folder", () => {
  const allowed = /^src\/client\/http\//;
  const found = arrows(/^src\//, toPackage(/^(axios|axios-retry|form-data|node:https?)$/));
  expect(found.filter((arrow) => !allowed.test(arrow.split(" ")[0] as string))).toEqual([]);
});

it("keeps the pure folders pure", () => {
  const pure = /^src\/client\/(odata|retry|fetchXml|batch)\/(?!sender)/;
  expect(arrows(pure, toPackage(/^node:/))).toEqual([]);
  const impure = productFiles
    .filter((file) => pure.test(file))
    .filter((file) =>
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bset(Timeout|Interval)\b/.test(
        readFileSync(path.join(root, file), "utf8"),
      ),
    );
  expect(impure).toEqual([]);
});

it.each([
  ["client", /^src\/client\//, /^src\/(?!client\/)/],
  ["operations", /^src\/operations\//, /^src\/(?!client\/index\.ts$|operations\/)/],
  ["actions", /^src\/(actions|triggers|dataSources)\//, /^src\/client\//],
  ["inputs", /^src\/inputs\//, /^src\/(?!client\/index\.ts$|inputs\/)/],
  ["outputs", /^src\/outputs\//, /^src\/(?!outputs\/)/],
  ["connections", /^src\/connections\//, /^src\/(?!connections\/)/],
])("lets %s import only what stands before it", (_layer, from, forbidden) => {
  expect(arrows(from, toFile(forbidden))).toEqual([]);
});

/** The room of a file that a builder sees: a group of actions, a trigger, or the data sources. */
function roomOf(file: string): string | undefined {
  return /^src\/(?:actions\/\w+|triggers\/\w+|dataSources)(?=\/)/.exec(file)?.[0];
}

/** batches -> records -> fields -> tables; queries, metadata and pickers beside them; the others stand alone. */
it.each([
  ["tables", []],
  ["fields", ["tables"]],
  ["records", ["fields", "tables"]],
  ["batches", ["records", "fields", "tables"]],
  ["queries", ["tables"]],
  ["metadata", ["tables"]],
  ["pickers", ["fields", "tables"]],
  ["webhooks", []],
  ["rawRequests.ts", []],
  ["users.ts", []],
])("lets operations/%s import only the rooms below it", (room, below) => {
  const allowed = [room, ...below].join("|");
  const from = new RegExp(`^src/operations/${room}(/|$)`);
  expect(productFiles.filter((file) => from.test(file))).not.toEqual([]);
  expect(arrows(from, toFile(new RegExp(`^src/operations/(?!(${allowed})(/|$))`)))).toEqual([]);
});

it("keeps groups of actions, triggers and data sources apart from one another", () => {
  const found = imports.filter(({ from, to }) => {
    const [here, there] = [roomOf(from), roomOf(to)];
    return here !== undefined && there !== undefined && here !== there;
  });
  expect(found).toEqual([]);
});

it("lets only an action or a trigger import its example", () => {
  const examples = imports.filter(({ to }) => to.endsWith(".example.json"));
  expect(examples.length).toBeGreaterThan(0);
  expect(examples.filter(({ from, to }) => to !== from.replace(/\.ts$/, ".example.json"))).toEqual([]);
});

it("lets only the session and the platform's errors know both Prismatic and the client", () => {
  const knowsPrismatic = new Set(imports.filter(toPackage(/^@prismatic-io/)).map(({ from }) => from));
  const both = imports.filter(toFile(/^src\/client\//)).filter(({ from }) => knowsPrismatic.has(from));
  const allowed = /^src\/(session|platformErrors)\.ts$/;
  expect(both.filter(({ from }) => !allowed.test(from))).toEqual([]);
});

it("keeps the component and the emulator strangers to each other", () => {
  expect(arrows(/^src\//, toFile(/^(emulator|workbench)\//))).toEqual([]);
  expect(arrows(/^emulator\//, toFile(/^(src|workbench)\//))).toEqual([]);
  expect(arrows(/^workbench\//, toFile(/^src\//))).toEqual([]);
});

/** The rooms inside a room of the emulator; each imports from the floors below its own. */
const emulatorFloors: Record<string, string[][]> = {
  query: [["model"], ["scope"], ["functions", "compile"], ["lower"], ["payload"], ["run"]],
  definitions: [["describe"], ["read"], ["csdl", "changes", "changesSince"]],
  fetchXml: [["tree"], ["lower"], ["run"]],
  organization: [["store"], ["seed"]],
};

it.each(
  Object.entries(emulatorFloors).flatMap(([parent, floors]) =>
    floors.flatMap((rooms, floor) => rooms.map((room) => [`${parent}/${room}`, parent, floors.slice(0, floor).flat()])),
  ) as [string, string, string[]][],
)("lets the emulator's %s import only from the floors below", (room, parent, below) => {
  const from = new RegExp(`^emulator/${room}/`);
  const allowed = [room, ...below.map((each) => `${parent}/${each}`)].join("|");
  expect(productFiles.filter((file) => from.test(file))).not.toEqual([]);
  expect(arrows(from, toFile(new RegExp(`^emulator/(?=${parent}/)(?!(${allowed})/)`)))).toEqual([]);
});

it.each(Object.keys(emulatorFloors))("names every room inside the emulator's %s", (parent) => {
  const inside = new RegExp(`^emulator/${parent}/(\\w+)/`);
  const rooms = new Set(productFiles.flatMap((file) => inside.exec(file)?.[1] ?? []));
  expect([...rooms].sort()).toEqual((emulatorFloors[parent] ?? []).flat().sort());
});

it("has no cycles between the rooms of the emulator", () => {
  const room = (file: string) => /^emulator\/(\w+)\//.exec(file)?.[1];
  const pairs = imports.flatMap(({ from, to }) => {
    const [here, there] = [room(from), room(to)];
    return here === undefined || there === undefined || here === there ? [] : [[here, there] as const];
  });
  expect(pairs.length).toBeGreaterThan(0);
  // Rooms without an import of another remaining room are taken away, floor by floor; what remains is in or above a
  // cycle.
  let remaining = new Set(pairs.flat());
  for (let before = Infinity; remaining.size < before;) {
    before = remaining.size;
    const importing = new Set(pairs.filter(([, there]) => remaining.has(there)).map(([here]) => here));
    remaining = new Set([...remaining].filter((each) => importing.has(each)));
  }
  expect([...remaining]).toEqual([]);
});

it("keeps what only tests of the emulator need in one folder", () => {
  expect(arrows(/^emulator\/(?!testing\/)/, toFile(/^emulator\/testing\//))).toEqual([]);
  const imported = new Set(imports.filter(({ from }) => !from.startsWith("emulator/testing/")).map(({ to }) => to));
  const unused = productFiles.filter((file) => /^emulator\/(?!testing\/)/.test(file) && !imported.has(file));
  expect(unused).toEqual(["emulator/main.ts"]);
});

/** The rooms of the workbench; a room imports from the floors below its own. */
const workbenchFloors = [
  ["commandLine", "document"],
  ["component"],
  ["check", "platform"],
  ["run"],
  ["report", "flowTests"],
  ["commands"],
];

it.each(workbenchFloors.flatMap((rooms, floor) => rooms.map((room) => [room, floor] as const)))(
  "lets the workbench's %s import only from the floors below",
  (room, floor) => {
    const allowed = [room, ...workbenchFloors.slice(0, floor).flat()].join("|");
    expect(arrows(new RegExp(`^workbench/${room}/`), toFile(new RegExp(`^workbench/(?!(${allowed})/)`)))).toEqual([]);
  },
);

it("lists every room of the workbench among its floors", () => {
  const rooms = new Set([...files].flatMap((file) => /^workbench\/([^/]+)\//.exec(file)?.[1] ?? []));
  expect([...rooms].sort()).toEqual([...workbenchFloors.flat(), "testing"].sort());
});

it("lets only tests import the workbench's test code", () => {
  expect(arrows(/^(?!workbench\/testing\/)/, toFile(/^workbench\/testing\//))).toEqual([]);
});

it.each([
  ["messages", /^emulator\/(http|webApi|operations|batch|definitions)\//],
  ["batch", /^emulator\/(http|webApi|operations|definitions)\//],
  ["definitions", /^emulator\/(http|webApi|operations|batch)\//],
  ["operations", /^emulator\/(http|webApi|batch)\//],
  ["disturbance", /^emulator\/(http|webApi|operations|messages)\//],
])("lets the emulator's %s import none of the rooms above it", (room, forbidden) => {
  expect(arrows(new RegExp(`^emulator/${room}/`), toFile(forbidden))).toEqual([]);
});

it("has no cycles", () => {
  const edges = new Map(
    productFiles.map((file) => [
      file,
      imports.filter(({ from, isPackage }) => from === file && !isPackage).map(({ to }) => to),
    ]),
  );
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const visit = (file: string, trail: string[]) => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") return void cycles.push([...trail.slice(trail.indexOf(file)), file].join(" -> "));
    state.set(file, "open");
    for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
    state.set(file, "done");
  };
  for (const file of productFiles) visit(file, []);
  expect(cycles).toEqual([]);
});

it("ships nothing but the platform's SDK and the libraries that are listed here", () => {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  expect(Object.keys(manifest.dependencies)).toEqual([
    "@prismatic-io/spectral",
    "axios",
    "axios-retry",
    "fast-xml-parser",
    // Suggestions for mistyped names. No code of its own besides the distance.
    "fastest-levenshtein",
    "form-data",
  ]);
  const used = new Set(
    imports
      .filter(({ from, isPackage, to }) => from.startsWith("src/") && isPackage && !to.startsWith("node:"))
      .map(({ to }) => to),
  );
  expect([...used].filter((name) => !(name in manifest.dependencies))).toEqual([]);
});
