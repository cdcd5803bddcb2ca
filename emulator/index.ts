/**
 * A Dataverse Web API on this machine, for development and tests; never shipped. It holds one organization in SQLite,
 * speaks the Web API under `/api/data/v9.2/`, issues OAuth tokens for it as Entra does, and lets tests look at it
 * through control endpoints outside the Web API. It shares no code with the component.
 */
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { type Control, createControl } from "./http/control";
import { createDisturbance } from "./disturbance";
import { isLoopback } from "./http/request";
import { Journal } from "./http/journal";
import { OAuthServer } from "./oauth";
import { applicationUsers, tenantId } from "./organization/seed/rows/applicationUsers";
import type { Organization } from "./webApi";
import { closeServer, listen, portOf } from "./http/server";
import { openStore } from "./organization/open";
import { Webhooks } from "./webhooks";

export type { Control } from "./http/control";
export type { ActiveFault, Costs, Fault, FaultRuleInput, LimitsInput, LimitsReport } from "./disturbance";
export type { JournalEntry } from "./http/journal";

export interface EmulatorOptions {
  /** 0, the default, takes any free one. */
  port?: number;
  /** Keeps the organization in a SQLite file; in memory when left out. An existing file is opened as it is. */
  file?: string;
  /** Accounts to generate besides the seed. */
  rows?: number;
  now?: () => Date;
  /** Ids of new rows. */
  newId?: () => string;
  /** How long a webhook's receiver may take; 60 seconds, as in Dataverse, when left out. */
  webhookTimeoutMs?: number;
}

/** The configuration of a client for the emulator. */
export interface EmulatorConnection {
  /** The environment's origin, as it would be pasted. */
  webApiUrl: string;
  authorizeUrl: string;
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  scopes: string;
  /** A new access token for the default application user. */
  token(): Promise<string>;
}

export interface Emulator {
  url: string;
  connection: EmulatorConnection;
  control: Control;
  /** Completes the requests in flight, then stops. The data file is complete afterwards. */
  close(): Promise<void>;
}

/** Starts an emulator on 127.0.0.1. */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port: wantedPort = 0, file, rows, now = () => new Date(), newId = randomUUID, webhookTimeoutMs } = options;
  const open = () =>
    openStore({ now, ...(file === undefined ? {} : { file }), ...(rows === undefined ? {} : { rows }) });
  let store = open();
  let port = 0;
  let closed: Promise<void> | undefined;
  const reset = (): void => {
    store.close();
    if (file !== undefined) rmSync(file, { force: true });
    store = open();
  };
  const isOwnOrigin = (origin: string): boolean => {
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    return url !== undefined && url.origin === origin && isLoopback(url.hostname) && url.port === String(port);
  };
  const journal = new Journal();
  const oauth = new OAuthServer({ store: () => store, now, isOwnOrigin });
  const webhooks = new Webhooks({
    store: () => store,
    host: () => `127.0.0.1:${port}`,
    ...(webhookTimeoutMs === undefined ? {} : { timeoutMs: webhookTimeoutMs }),
  });
  const disturbance = createDisturbance(now);
  const control = createControl({ journal, disturbance, reset, settle: () => webhooks.settle() });
  const organization = (): Organization => ({ store, newId });
  const server = await listen({ organization, webhooks, oauth, disturbance, control, journal }, wantedPort);
  port = portOf(server);
  webhooks.resume();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    connection: connectionTo(url),
    control,
    close: () => (closed ??= Promise.all([webhooks.close(), closeServer(server)]).then(() => store.close())),
  };
}

function connectionTo(url: string): EmulatorConnection {
  const { clientId, clientSecret } = applicationUsers.integration;
  const tokenUrl = `${url}/${tenantId}/oauth2/v2.0/token`;
  const scopes = `${url}/.default`;
  return {
    webApiUrl: url,
    authorizeUrl: `${url}/${tenantId}/oauth2/v2.0/authorize`,
    tokenUrl,
    clientId,
    clientSecret,
    scopes,
    token: async () => {
      const form = {
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: scopes,
      };
      const response = await fetch(tokenUrl, { method: "POST", body: new URLSearchParams(form) });
      const body = (await response.json()) as { access_token?: string; error_description?: string };
      if (body.access_token === undefined) throw new Error(body.error_description ?? `Status ${response.status}`);
      return body.access_token;
    },
  };
}
