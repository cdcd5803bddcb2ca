/** The target of a flow: an emulator started for this run, or a real organization. */
import { fetchToken, type ClientCredentials, type ConnectionValues } from "../run/connections";
import { UsageError } from "../commandLine/options";
import { countRequests, type RequestCounts } from "../run/requestCounts";

export interface Target {
  kind: "emulator" | "organization";
  /** Origin of the Web API. */
  url: string;
  credentials: ClientCredentials;
  /** Values for the component's connection, with a fresh token. */
  connection(): Promise<ConnectionValues>;
  /** Web API requests since the last call; only the emulator keeps a journal. */
  countRequests?: () => Promise<RequestCounts>;
  close(): Promise<void>;
}

const variables = ["DYNAMICS_URL", "DYNAMICS_TOKEN_URL", "DYNAMICS_CLIENT_ID", "DYNAMICS_CLIENT_SECRET"] as const;

/**
 * The organization named by the environment; undefined when it names none.
 * @throws UsageError when only some of the variables are set, or the URL is none.
 */
export function organizationFrom(env: NodeJS.ProcessEnv): Target | undefined {
  const missing = variables.filter((name) => !env[name]);
  if (missing.length === variables.length) return undefined;
  if (missing.length > 0) {
    throw new UsageError(`A real organization needs ${missing.join(" and ")} too, or none of ${variables.join(", ")}.`);
  }
  const [url = "", tokenUrl = "", clientId = "", clientSecret = ""] = variables.map((name) => env[name] ?? "");
  const origin = originOf(url);
  // The scope of client credentials is the organization with /.default [OAuth].
  const credentials = { tokenUrl, clientId, clientSecret, scopes: `${origin}/.default` };
  return target("organization", origin, url, credentials, { close: async () => undefined });
}

export async function startEmulator(): Promise<Target> {
  // Loaded only when needed: a run against a real organization has no use for a database.
  const { createEmulator } = await import("../../emulator");
  const emulator = await createEmulator();
  const { webApiUrl, tokenUrl, clientId, clientSecret, scopes } = emulator.connection;
  return target(
    "emulator",
    emulator.url,
    webApiUrl,
    { tokenUrl, clientId, clientSecret, scopes },
    {
      countRequests: countRequests(() => emulator.control.requests()),
      close: () => emulator.close(),
    },
  );
}

function target(
  kind: Target["kind"],
  url: string,
  webApiUrl: string,
  credentials: ClientCredentials,
  rest: Pick<Target, "close" | "countRequests">,
): Target {
  return {
    kind,
    url,
    credentials,
    connection: async () => ({ fields: { webApiUrl, ...credentials }, token: await fetchToken(credentials) }),
    ...rest,
  };
}

function originOf(url: string): string {
  const text = url.includes("://") ? url : `https://${url}`;
  if (!URL.canParse(text)) throw new UsageError(`DYNAMICS_URL is not a URL: ${url}`);
  return new URL(text).origin;
}
