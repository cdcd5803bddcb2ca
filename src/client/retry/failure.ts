/**
 * The kinds of failed attempts, by whether the request may have run and whether a repeat may succeed. Pure.
 *
 * | kind         | may have run | a repeat may succeed |
 * | ------------ | ------------ | -------------------- |
 * | throttled    | no           | yes                  |
 * | unreachable  | no           | yes                  |
 * | wrongAddress | no           | no                   |
 * | transient    | yes          | yes                  |
 * | unclear      | yes          | no                   |
 * | final        | no           | no                   |
 */
export type FailureKind = "throttled" | "unreachable" | "wrongAddress" | "transient" | "unclear" | "final";

export interface FailureFacts {
  /** HTTP status; absent when no complete response arrived. */
  status?: number | undefined;
  /** Dataverse's error code, `0x` and lower-case hex. */
  code?: string | undefined;
  /** The code of Node's network error. */
  networkCode?: string | undefined;
}

/** Statuses of front doors, which do not show what became of the request. */
const gatewayStatuses = new Set([408, 502, 503, 504]);

/** SQL timeout and generic SQL error (deadlock 1205): Microsoft's .NET client retries them. */
const transientSqlCodes = new Set(["0x80044150", "0x80044151"]);

export function classify({ status, code, networkCode }: FailureFacts): FailureKind {
  if (status === undefined) {
    if (isWrongAddress(networkCode)) return "wrongAddress";
    return networkCode === "ECONNREFUSED" || networkCode === "EAI_AGAIN" ? "unreachable" : "transient";
  }
  // Rejected before it ran ([ServiceProtection]: the three codes all come with 429).
  if (status === 429) return "throttled";
  if (gatewayStatuses.has(status) || (code !== undefined && transientSqlCodes.has(code))) return "transient";
  // A server error that is not Dataverse's own does not show what Dataverse has done.
  return status >= 500 && code === undefined ? "unclear" : "final";
}

export function mayHaveRun(kind: FailureKind): boolean {
  return kind === "transient" || kind === "unclear";
}

export function isTransient(kind: FailureKind): boolean {
  return kind === "throttled" || kind === "unreachable" || kind === "transient";
}

/** The host does not exist, or its certificate is not valid. Codes of Node's DNS and TLS errors. */
export function isWrongAddress(networkCode: string | undefined): boolean {
  return /^(ENOTFOUND$|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH)/.test(
    networkCode ?? "",
  );
}
