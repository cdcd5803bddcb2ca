/** The network codes of attempts that never reached the server. Pure. */

/** The connection was never made, so the request cannot have run. */
export function neverReachedServer(networkCode: string | undefined): boolean {
  return networkCode === "ECONNREFUSED" || networkCode === "EAI_AGAIN" || isWrongAddress(networkCode);
}

/** The host does not exist, or its certificate is not valid: a repeat fails in the same way. Codes of Node's DNS and TLS errors. */
export function isWrongAddress(networkCode: string | undefined): boolean {
  return /^(ENOTFOUND$|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH)/.test(
    networkCode ?? "",
  );
}
