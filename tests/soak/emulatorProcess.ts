import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { ActiveFault, FaultRuleInput, JournalEntry, LimitsInput, LimitsReport } from "../../emulator";

/**
 * The emulator in a process of its own, so that this one's memory and sockets are the component's alone.
 */
export interface EmulatorProcess {
  url: string;
  clientId: string;
  token(): Promise<string>;
  control: {
    requests(): Promise<JournalEntry[]>;
    clearRequests(): Promise<void>;
    setLimits(limits: LimitsInput): Promise<void>;
    limits(): Promise<LimitsReport>;
    addFaults(rules: FaultRuleInput[]): Promise<void>;
    faults(): Promise<ActiveFault[]>;
    clearFaults(): Promise<void>;
  };
  close(): Promise<void>;
}

interface Ready {
  url: string;
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  scope: string;
}

export async function startEmulatorProcess(...flags: string[]): Promise<EmulatorProcess> {
  const script = path.resolve(__dirname, "../../emulator/main.ts");
  const child = spawn(process.execPath, ["-r", "sucrase/register/ts", script, "--port", "0", ...flags], {
    cwd: path.resolve(__dirname, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The emulator ended with ${code} before it was ready.`)));
  });
  const ready = JSON.parse(line) as Ready;
  const control = async <Result>(method: string, name: string, body?: unknown): Promise<Result> => {
    const response = await fetch(`${ready.url}/_emulator/v1/${name}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${name}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Result;
  };
  return {
    url: ready.url,
    clientId: ready.clientId,
    token: () => requestToken(ready),
    control: {
      requests: () => control("GET", "requests"),
      clearRequests: () => control("DELETE", "requests"),
      setLimits: (limits) => control("PUT", "limits", limits),
      limits: () => control("GET", "limits"),
      addFaults: (rules) => control("POST", "faults", rules),
      faults: () => control("GET", "faults"),
      clearFaults: () => control("DELETE", "faults"),
    },
    close: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function requestToken({ tokenUrl, clientId, clientSecret, scope }: Ready): Promise<string> {
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, scope };
  const response = await fetch(tokenUrl, { method: "POST", body: new URLSearchParams(form) });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`No token: status ${response.status}.`);
  return token;
}
