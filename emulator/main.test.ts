import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { parseOptions } from "./options";

const root = `${__dirname}/..`;

interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(
  command: string,
  args: string[],
): { child: ChildProcess; stdout: () => string; finished: Promise<Finished> } {
  const child = spawn(command, args, { cwd: root });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const finished = once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return { child, stdout: () => stdout, finished };
}

function startMain(...args: string[]): ReturnType<typeof start> {
  return start(process.execPath, ["-r", "sucrase/register", "emulator/main.ts", ...args]);
}

async function firstLine({ child, stdout }: ReturnType<typeof start>): Promise<Record<string, string>> {
  while (!stdout().includes("\n")) await once(child.stdout ?? child, "data");
  return JSON.parse(stdout()) as Record<string, string>;
}

describe("the command line", () => {
  it.each<NodeJS.Signals>(["SIGTERM", "SIGINT"])(
    "says where it is in one line and exits with 0 on %s",
    async (signal) => {
      const running = startMain("--port", "0");
      const ready = await firstLine(running);
      expect(Object.keys(ready)).toEqual(["url", "tokenUrl", "clientId", "clientSecret", "scope"]);
      const form = {
        grant_type: "client_credentials",
        client_id: ready["clientId"] ?? "",
        client_secret: ready["clientSecret"] ?? "",
        scope: ready["scope"] ?? "",
      };
      const token = await fetch(ready["tokenUrl"] ?? "", { method: "POST", body: new URLSearchParams(form) });
      expect(token.status).toBe(200);
      running.child.kill(signal);
      const { code, stdout } = await running.finished;
      expect([code, stdout.split("\n").length]).toEqual([0, 2]);
    },
  );

  it("leaves nothing running when npm is ended", async () => {
    const running = start("npm", ["run", "--silent", "emulator", "--", "--port", "0"]);
    const ready = await firstLine(running);
    running.child.kill("SIGTERM");
    // Standard output closes when the last process that holds it has ended.
    await running.finished;
    await expect(fetch(ready["url"] ?? "")).rejects.toThrow();
  });

  it("explains itself on request", async () => {
    const { code, stdout } = await startMain("--help").finished;
    expect([code, stdout.startsWith("Usage: npm run --silent emulator")]).toEqual([0, true]);
  });

  it("ends with 2 and a message on stderr when a flag is wrong", async () => {
    const { code, stdout, stderr } = await startMain("--prot", "1").finished;
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("--prot");
  });
});

describe("options", () => {
  it.each([
    [[], { port: 0, help: false }],
    [["--port", "8080", "--rows=100", "--data", "x.db"], { port: 8080, rows: 100, file: "x.db", help: false }],
  ])("%j are read", (args, expected) => {
    expect(parseOptions(args)).toEqual(expected);
  });

  it.each([
    [["--port", "abc"], "--port takes a whole number from 0 to 65535, not 'abc'."],
    [["--port", "70000"], "--port takes a whole number from 0 to 65535, not '70000'."],
    [["--rows", "-1"], "--rows"],
    [["--data", ""], "--data needs the name of a file."],
    [["extra"], "extra"],
  ])("%j are refused", (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
