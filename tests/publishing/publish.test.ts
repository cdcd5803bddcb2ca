/** The platform's own command line publishes the build to a stand-in for the platform. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { strFromU8, unzipSync } from "fflate";
import { manifestOf } from "../../publishing/manifest";
import component from "../../src";
import { buildIfStale, bundle } from "../../workbench/component/build";
import { createTerminal } from "../../workbench/commandLine/terminal";
import { builtOnce, componentBuild, root, temporaryFolder } from "./build";
import { type PlatformStub, startPlatformStub } from "./platformStub";

const run = promisify(execFile);
const folder = temporaryFolder();
const project = path.join(folder, "project");
const rebuilt = path.join(folder, "rebuilt");
let platform: PlatformStub;

beforeAll(async () => {
  platform = await startPlatformStub();
  for (const each of [project, rebuilt]) {
    mkdirSync(each);
    writeFileSync(path.join(each, "package.json"), readFileSync(path.join(root, "package.json")));
  }
  // Two builds of the same sources, each by a process of its own into a folder of its own.
  const quiet = createTerminal({ write: () => undefined });
  const [built] = await Promise.all([builtOnce(componentBuild), buildIfStale(quiet)]);
  cpSync(built.folder, path.join(project, "dist"), { recursive: true });
  cpSync(path.dirname(bundle), path.join(rebuilt, "dist"), { recursive: true });
});

afterAll(() => platform.close());

interface Outcome {
  code: number;
  output: string;
}

/** A command of an installed package as a shell runs it, with nothing of this machine's settings. */
async function command(cwd: string, script: string, ...options: string[]): Promise<Outcome> {
  const bin = path.join(root, "node_modules", script);
  const env = {
    PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env["PATH"]}`,
    HOME: folder,
    PRISMATIC_URL: platform.url,
    PRISM_ACCESS_TOKEN: platform.token,
    PRISM_CONFIG_FILE: path.join(folder, "none.yml"),
    PRISM_SKIP_NEW_VERSION_CHECK: "true",
    NO_PROXY: "127.0.0.1",
  };
  try {
    const { stdout, stderr } = await run(process.execPath, [bin, ...options], { cwd, env });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

function prism(cwd: string, ...options: string[]) {
  return command(cwd, "@prismatic-io/prism/lib/run.js", ...options);
}

function publish(cwd: string, ...options: string[]) {
  return prism(cwd, "components:publish", "--no-confirm", "--skip-on-signature-match", ...options);
}

function sha1(data: Buffer) {
  return createHash("sha1").update(data).digest("hex");
}

function upload(name: string): Buffer {
  const data = platform.uploads.get(name);
  if (!data) throw new Error(`${name} was not uploaded.`);
  return data;
}

describe("a first publication", () => {
  let outcome: Outcome;

  beforeAll(async () => {
    outcome = await publish(project);
  });

  it("asks who publishes and what is there, publishes, and uploads the package and its icon", () => {
    expect(outcome.output).toContain("Successfully submitted Microsoft Dynamics 365 (v2)!");
    expect(outcome.code).toBe(0);
    expect(platform.calls).toEqual(["whoami", "component", "publishComponent", "PUT package.zip", "PUT icon.png"]);
    expect(upload("icon.png")).toEqual(readFileSync(path.join(root, "assets/icon.png")));
  });

  it("uploads a package of the bundle, notices and the icon, which loads in an empty folder", async () => {
    const files = unzipSync(upload("package.zip"));
    expect(Object.keys(files).sort()).toEqual(["icon.png", "index.js", "index.js.LICENSE.txt"]);
    expect(strFromU8(files["index.js.LICENSE.txt"] ?? new Uint8Array())).toMatch(/^lodash \d.*\nLicense: MIT$/m);
    const bare = path.join(folder, "bare");
    mkdirSync(bare);
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(bare, name), content);
    const expression = "Object.keys(require('./index.js').default.actions).length";
    const { stdout } = await run(process.execPath, ["-p", expression], { cwd: bare, env: {} });
    expect(Number(stdout)).toBe(Object.keys(component.actions).length);
  });

  it("sends the manifest that the ruleset lints", () => {
    const { definition, actions, triggers, dataSources, connections } = platform.published();
    const sent = JSON.parse(JSON.stringify({ definition, actions, triggers, dataSources, connections })) as unknown;
    expect(sent).toEqual(manifestOf(component));
  });

  it("gives every action, trigger and data source a label, a description and an example", () => {
    const { actions, triggers, dataSources } = platform.published();
    const lacking = [...actions, ...triggers, ...dataSources].filter(({ display, examplePayload }) => {
      const { label, description } = display as { label?: string; description?: string };
      return !label || !description || examplePayload === "{}";
    });
    expect(lacking.map(({ key }) => key)).toEqual([]);
  });
});

describe("a further publication", () => {
  beforeEach(() => platform.reset());

  it("skips a package whose signature the platform has, also when it was built anew", async () => {
    await publish(project);
    const signature = sha1(upload("package.zip"));
    const { output } = await prism(rebuilt, "components:signature", "--skip-signature-verify");
    expect(output.trim()).toBe(signature);
    platform.knows(signature);
    platform.calls.length = 0;
    const again = await publish(rebuilt);
    expect(again).toEqual({ code: 0, output: expect.stringContaining("skipping publish") as string });
    expect(platform.calls).toEqual(["whoami", "component"]);
  });

  it("publishes again when the platform has another signature", async () => {
    platform.knows(sha1(Buffer.from("an earlier build")));
    await publish(project);
    expect(platform.calls).toContain("PUT package.zip");
  });

  it("passes on the commit that was published", async () => {
    await publish(
      project,
      "--comment=Added a trigger",
      "--commitHash=0a1b2c3",
      "--repoUrl=https://example.com/repository",
    );
    const { comment, attributes } = platform.published();
    expect(comment).toBe("Added a trigger");
    expect(JSON.parse(attributes ?? "{}")).toEqual({
      commitHash: "0a1b2c3",
      repoUrl: "https://example.com/repository",
    });
  });

  it("fails when the platform refuses the component, and uploads nothing", async () => {
    platform.refuses("The key is taken.");
    const { code, output } = await publish(project);
    expect(output).toContain("The key is taken.");
    expect(code).toBe(1);
    expect(platform.uploads.size).toBe(0);
  });
});

describe("the manifest that the SDK generates for integrations written in code", () => {
  const generated = path.join(project, "manifest");
  const source = (file: string) => readFileSync(path.join(generated, "src", file), "utf8");

  beforeAll(async () => {
    // It asks the platform's command, found on the path, for the signature of the build.
    const generator = "@prismatic-io/spectral/bin/component-manifest.js";
    const { code, output } = await command(project, generator, "--skip-signature-verify", "--output-dir", generated);
    if (code !== 0) throw new Error(output);
    symlinkSync(path.join(root, "node_modules"), path.join(generated, "node_modules"));
  });

  it("has every action, trigger, data source and connection", () => {
    for (const kind of ["actions", "triggers", "dataSources"] as const) {
      for (const key of Object.keys(component[kind])) expect(source(`${kind}/index.ts`)).toContain(`"./${key}"`);
    }
    for (const { key } of component.connections) expect(source("connections/index.ts")).toContain(`"./${key}"`);
  });

  it("passes the compiler, and so does a call with the inputs it names but none with others", async () => {
    const call = (inputs: string) => `void manifest.actions.getEntity.perform({ connection, ${inputs} });`;
    const lines = [
      'import type { Connection } from "@prismatic-io/spectral";',
      'import manifest from ".";',
      "declare const connection: Connection;",
      call('entityType: "accounts", entityId: "1", fieldNames: ["name"]'),
      "// @ts-expect-error Entity ID is required.",
      call('entityType: "accounts"'),
    ];
    writeFileSync(path.join(generated, "src/integration.ts"), lines.join("\n"));
    // The generated settings are those of TypeScript 5, which resolves modules in a way that 6 calls deprecated.
    const options = ["--noEmit", "--project", generated, "--ignoreDeprecations", "6.0"];
    expect(await command(project, "typescript/bin/tsc", ...options)).toEqual({ code: 0, output: "" });
  });
});
