import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The program of the long run, in a process of its own, where memory and rejections are its own. */
it("loses nothing and writes nothing twice in bad weather", async () => {
  const flags = ["--expose-gc", "-r", "sucrase/register/ts", path.join(__dirname, "main.ts")];
  const options = [...flags, "--operations", "1500", "--seed", "4"];
  const { stdout } = await run(process.execPath, options, { cwd: path.resolve(__dirname, "../..") }).catch(
    // The report contains the problem.
    (failure: { stdout: string }) => failure,
  );
  expect(stdout).toContain("Nothing lost, nothing twice.");
  expect(stdout).toContain("early retries: 0");
});
