import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

/** The command as `npm run test:flow` gives it, through the sources, so that nothing has to be built. */
function testFlow(...args: string[]) {
  const command = ["-r", "sucrase/register/ts", path.join(__dirname, "testFlow.ts"), ...args];
  return spawnSync(process.execPath, command, { cwd: root, env: { PATH: process.env.PATH }, encoding: "utf8" });
}

const component = ["--component", "src/index.ts"];

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), "flowtests-"))));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: object): string {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify({ flow: path.join(root, "examples/pipeline-report.yml"), ...content }));
  return file;
}

test("help ends well", () => {
  const { status, stdout, stderr } = testFlow("--help");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("npm run test:flow");
});

test.each([
  ["no file", [], /Which tests\?/],
  ["an unknown flag", ["--stepps", "x"], /--stepps/],
  ["a file that is not there", ["no.flowtest.yml"], /no\.flowtest\.yml cannot be read \(ENOENT\)/],
  ["a folder without tests", ["documentation"], /documentation holds no \*\.flowtest\.yml/],
])("%s ends with status 2 and says so", (_title, args, message) => {
  const { status, stderr } = testFlow(...args);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});

test("counts passed, failed and unrunnable tests separately and exits with status 1", () => {
  const good = { name: "good", expect: { requests: 3 } };
  const bad = { name: "bad", expect: { requests: 1, steps: { "Write Report": { months: 0 } } } };
  const mixed = write("mixed.flowtest.json", { tests: [good, bad] });
  const broken = write("broken.flowtest.json", { tests: [{ name: "x", expcet: {} }] });
  const { status, stdout } = testFlow(...component, mixed, broken);
  expect(stdout).toMatch(/✓ good \(3 requests, /);
  expect(stdout).toMatch(
    /✗ bad .*\n {6}step "Write Report": months is \d+, not 0\n {6}the number of requests: it is 3, not 1\n/,
  );
  expect(stdout).toMatch(/broken\.flowtest\.json:1: .*entry "expcet"/);
  expect(stdout).toContain("1 passed, 1 failed, 1 file cannot be run.");
  expect(status).toBe(1);
});

test("tests can be chosen by name and watched step by step, and the status is 0", () => {
  const file = write("chosen.flowtest.json", {
    tests: [{ name: "first" }, { name: "second", expect: { status: "stopped" } }],
  });
  const { status, stdout } = testFlow(...component, "--name", "first", "--steps", file);
  expect(stdout).toMatch(/✓ Write Report +Code Block +months, accounts, text/);
  expect(stdout).toContain("1 passed.");
  expect(status).toBe(0);
});
