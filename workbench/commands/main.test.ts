import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defaultFlowFile } from "../commandLine/options";

/** The command as `npm start` gives it. None of these gets as far as building or connecting. */
function start(args: string[], env: Record<string, string> = {}) {
  const command = ["-r", "sucrase/register", path.join(__dirname, "main.ts"), ...args];
  return spawnSync(process.execPath, command, {
    cwd: path.resolve(__dirname, "../.."),
    env: { PATH: process.env.PATH, ...env },
    encoding: "utf8",
  });
}

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), "workbench-"))));
afterAll(() => rmSync(folder, { recursive: true }));

test("help ends well and names the example", () => {
  const { status, stdout, stderr } = start(["--help"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain(defaultFlowFile);
});

test.each<[string, string[], Record<string, string>, RegExp]>([
  ["an unknown flag", ["--onse"], {}, /--onse/],
  ["a flow file that is not there", ["--flow", "no-such.yml"], {}, /--flow: no-such\.yml cannot be read \(ENOENT\)/],
  ["half an organization", [], { DYNAMICS_CLIENT_SECRET: "s3cret" }, /needs DYNAMICS_URL/],
])("%s ends with status 2 and says so", (_title, args, env, message) => {
  const { status, stderr } = start(args, env);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("s3cret");
  expect(status).toBe(2);
});

test("a flow that does not fit the format ends with status 1, naming the step", () => {
  const file = path.join(folder, "flow.yml");
  writeFileSync(file, "definitionVersion: 7\nname: A\nflows:\n  - name: B\n    steps:\n      - name: C\n");
  const { status, stderr } = start(["--flow", file, "--once"]);
  expect(stderr).toContain('Flow "B", step "C" (line 6): lacks "action".');
  expect(status).toBe(1);
});
