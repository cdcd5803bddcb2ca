/**
 * `npm run emulator`: one JSON line on stdout when ready, everything else on stderr, exit code 0 on SIGTERM and SIGINT.
 */
import { type CommandOptions, help, parseOptions } from "./options";

const exitFailed = 1;
const exitUsage = 2;
const parentCheckMs = 200;

async function main(): Promise<void> {
  const options = readOptions();
  if (options === undefined) return;
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  // Loaded only now: help and the message for a wrong flag take no time.
  const { createEmulator } = await import(".");
  const emulator = await createEmulator(options);
  const { tokenUrl, clientId, clientSecret, scopes } = emulator.connection;
  let isClosing = false;
  const stop = (): void => {
    // npm passes a signal on that the terminal has sent to the whole group already.
    if (isClosing) return;
    isClosing = true;
    emulator.close().catch(fail);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  if (process.env["npm_lifecycle_event"] !== undefined) whenParentEnds(stop);
  const line = { url: emulator.url, tokenUrl, clientId, clientSecret, scope: scopes };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/**
 * npm passes a signal to the shell that it started, and most shells exit without passing it on. The parent is then
 * another process, and no process remains to stop this one.
 */
function whenParentEnds(stop: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, parentCheckMs);
  watch.unref();
}

function readOptions(): CommandOptions | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${help}`);
    process.exitCode = exitUsage;
    return undefined;
  }
}

function fail(error: unknown): void {
  process.stderr.write(`The emulator stopped: ${messageOf(error)}\n`);
  process.exitCode = exitFailed;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

main().catch(fail);
