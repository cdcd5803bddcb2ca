import { createHash } from "node:crypto";
import { type ActionContext, type Connection, util } from "@prismatic-io/spectral";
import {
  type Cache,
  createCache,
  createDataverseClient,
  createLimits,
  type DataverseClient,
  type Limits,
  organizationOrigin,
} from "./client";
import { connectionError, translateClientError } from "./platformErrors";

export type { DataverseClient };

/**
 * The bridge between Prismatic and the client: from a connection and the context of a step to a Web API client.
 */
export type SessionContext = Pick<ActionContext, "logger"> &
  /** Data sources have neither. */
  Partial<Pick<ActionContext, "debug" | "startedAt">>;

export interface SessionOptions {
  /** Log requests even when the flow does not run in debug mode. */
  logRequests?: boolean;
}

export function createSession(
  context: SessionContext,
  given: Connection | undefined,
  { logRequests = false }: SessionOptions = {},
): DataverseClient {
  const connection = given ?? missing();
  const address = organizationOrigin(util.types.toString(connection.fields?.["webApiUrl"]));
  if (!address.ok) throw connectionError(connection, address.problem);
  const accessToken = util.types.toString(connection.token?.["access_token"]).trim();
  if (accessToken === "") {
    throw connectionError(
      connection,
      "The connection has no access token. Reconnect it; with client credentials, check Token URL, Scopes, Client ID and the client secret.",
    );
  }
  return createDataverseClient({
    organizationUrl: address.origin,
    accessToken,
    ...sharedBy(address.origin, connection, accessToken),
    ...timesOf(context.startedAt),
    log: (line) => context.logger.debug(line),
    warn: (line) => context.logger.warn(line),
    isDebug: logRequests || context.debug?.enabled === true,
    translateError: (error, request) => translateClientError(connection, error, request),
  });
}

/** A test may omit the connection; the platform always passes one. */
function missing(): never {
  throw connectionError(undefined, "Connection: a connection is needed.");
}

/** After this time at the latest, a definition that a maker has changed is read again. */
const metadataAgeMs = 15 * 60_000;

/** State that the clients of one identity share. */
interface Shared {
  cache: Cache;
  limits: Limits;
}

/** State by identity, because permissions and throttling differ between identities. */
const identities = {
  caches: createCache({ maxEntries: 50, maxAgeMs: 60 * 60_000, now: Date.now }),
  // The entries are small, and an evicted pause would be ignored.
  limits: createCache({ maxEntries: 10_000, maxAgeMs: 60 * 60_000, now: Date.now }),
};

/**
 * An application is the same identity under every token. A signed-in user is identified by the token alone, so a
 * renewed token starts with empty state.
 */
function sharedBy(origin: string, connection: Connection, accessToken: string): Shared {
  const clientId = util.types.toString(connection.fields?.["clientId"]);
  const isApplication = connection.key === "clientCredentials" && clientId !== "";
  const identity = isApplication ? clientId : createHash("sha256").update(accessToken).digest("base64url");
  const key = `${origin} ${identity}`;
  return {
    cache: remembered(identities.caches, key, () =>
      createCache({ maxEntries: 1_000, maxAgeMs: metadataAgeMs, now: Date.now }),
    ),
    limits: remembered(identities.limits, key, () =>
      createLimits({ now: Date.now, wait: (delayMs, callback) => setTimeout(callback, delayMs) }),
    ),
  };
}

/** Inserting an entry again makes it the last to be evicted. */
function remembered<T>(cache: Cache, key: string, create: () => T): T {
  const value = cache.get<T>(key) ?? create();
  cache.set(key, value);
  return value;
}

/**
 * The platform stops an execution after 15 minutes. One minute remains for the error handler of the flow, and this step
 * needs ten seconds to report its error.
 */
const executionMs = 15 * 60_000;
const handlingMs = 60_000;
const reportingMs = 10_000;

/** Empty when the start is unknown or not plausible, as in a test harness. */
function timesOf(startedAt: string | undefined): { deadlineMs?: number; endMs?: number } {
  const endMs = Date.parse(startedAt ?? "") + executionMs;
  return endMs > Date.now() ? { deadlineMs: endMs - handlingMs, endMs: endMs - reportingMs } : {};
}
