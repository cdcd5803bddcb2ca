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
 * The one bridge between Prismatic and the client: a connection and a step's context in, a Web API client out.
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
      "The connection has no access token. Connect it again; with client credentials, check Token URL, Scopes, Client ID and the client secret.",
    );
  }
  return createDataverseClient({
    organizationUrl: address.origin,
    accessToken,
    ...sharedBy(address.origin, connection, accessToken),
    ...timesOf(context.startedAt),
    log: (line) => context.logger.debug(line),
    isDebug: logRequests || context.debug?.enabled === true,
    translateError: (error, request) => translateClientError(connection, error, request),
  });
}

/** A test may leave the connection out; the platform never does. */
function missing(): never {
  throw connectionError(undefined, "Connection: a connection is needed.");
}

/** A definition that a maker changes is seen at the latest after this time. */
const metadataAgeMs = 15 * 60_000;

/** What the clients of one identity share. */
interface Shared {
  cache: Cache;
  limits: Limits;
}

/** The identities this process has lately served: what one of them may see, or was told to wait for, is no other's. */
const identities = {
  caches: createCache({ maxEntries: 50, maxAgeMs: 60 * 60_000, now: Date.now }),
  // Small, and a pause that was forgotten would be undercut.
  limits: createCache({ maxEntries: 10_000, maxAgeMs: 60 * 60_000, now: Date.now }),
};

/**
 * An application acts as itself under every token it is given; of a signed-in user nothing but the token is known here,
 * and a renewed one starts anew.
 */
function sharedBy(origin: string, connection: Connection, accessToken: string): Shared {
  const clientId = util.types.toString(connection.fields?.["clientId"]);
  const isApplication = connection.key === "clientCredentials" && clientId !== "";
  const identity = isApplication ? clientId : createHash("sha256").update(accessToken).digest("base64url");
  const key = `${origin} ${identity}`;
  return {
    cache: lasting(identities.caches, key, () =>
      createCache({ maxEntries: 1_000, maxAgeMs: metadataAgeMs, now: Date.now }),
    ),
    limits: lasting(identities.limits, key, () =>
      createLimits({ now: Date.now, wait: (delayMs, callback) => setTimeout(callback, delayMs) }),
    ),
  };
}

/** What is used again stays longer. */
function lasting<T>(cache: Cache, key: string, create: () => T): T {
  const value = cache.get<T>(key) ?? create();
  cache.set(key, value);
  return value;
}

/** The platform ends an execution then. Before that, the flow has a minute to handle an error, and this step a moment to tell it. */
const executionMs = 15 * 60_000;
const handlingMs = 60_000;
const tellingMs = 10_000;

/** Empty where the start is not told, or not credible, as in a test harness. */
function timesOf(startedAt: string | undefined): { deadlineMs?: number; endMs?: number } {
  const endMs = Date.parse(startedAt ?? "") + executionMs;
  return endMs > Date.now() ? { deadlineMs: endMs - handlingMs, endMs: endMs - tellingMs } : {};
}
