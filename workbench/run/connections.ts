/** Connections as a component sees them, and the access token that the platform would fetch for it. */
import type { ConfigVar } from "../document/definition";

export interface ConnectionValues {
  /** By the keys of the connection's inputs. */
  fields: Record<string, unknown>;
  /** The response of the token endpoint. */
  token?: Record<string, unknown>;
}

export interface ConnectionValue extends ConnectionValues {
  key: string;
  configVarKey: string;
}

/** Values given for this run win over those the integration carries. */
export function connectionValue(
  configVar: ConfigVar,
  connectionKey: string,
  given: ConnectionValues = { fields: {} },
): ConnectionValue {
  const preset = Object.entries(configVar.inputs ?? {}).flatMap(([key, input]) =>
    input.type === "value" ? [[key, input.value ?? ""] as const] : [],
  );
  return {
    key: connectionKey,
    configVarKey: configVar.key,
    ...given,
    fields: { ...Object.fromEntries(preset), ...given.fields },
  };
}

export interface ClientCredentials {
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  /** Space-separated. */
  scopes: string;
}

/** The part of an emulator that a connection needs. */
export interface Connectable {
  connection: ClientCredentials & { webApiUrl: string };
}

/** Values for the component's connections to an emulated organization, with a fresh token. */
export async function connectTo({ connection }: Connectable): Promise<ConnectionValues> {
  const { webApiUrl, tokenUrl, clientId, clientSecret, scopes } = connection;
  const credentials = { tokenUrl, clientId, clientSecret, scopes };
  return { fields: { webApiUrl, ...credentials }, token: await fetchToken(credentials) };
}

/**
 * Fetches a token by the client credentials grant (RFC 6749, section 4.4).
 * @throws Error with the endpoint's own explanation; never with the secret.
 */
export async function fetchToken(credentials: ClientCredentials): Promise<Record<string, unknown>> {
  const response = await fetch(credentials.tokenUrl, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      scope: credentials.scopes,
    }),
  }).catch((error: unknown) => {
    throw new Error(`The token endpoint ${credentials.tokenUrl} cannot be reached: ${reason(error)}`);
  });
  const text = await response.text();
  const answer = parseObject(text);
  if (response.ok && typeof answer?.access_token === "string") return answer;
  // RFC 6749, section 5.2: error and error_description.
  const explanation = [answer?.error_description, answer?.error].find((text) => typeof text === "string");
  const [firstLine = ""] = (explanation ?? "no access token in the response").split(/\r?\n/);
  throw new Error(`The token endpoint ${credentials.tokenUrl} answered ${response.status}: ${firstLine}`);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function reason(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
