/**
 * The only file that decides which values are secret. Every log line passes through it.
 */

const secretHeaders =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-ms-session-token|mscrm\.sessiontoken)$|secret|token|password|api-?key/i;

/** Members of JSON bodies and form fields, and query parameters. */
const secretMembers =
  /("?(?:access_token|refresh_token|id_token|client_secret|client_assertion|password|authvalue|code|sig)"?\s*[:=]\s*"?)((?:\\.|[^"&\s\\,}])+)/gi;

const hidden = "[redacted]";

export function redactHeaders(headers: Record<string, unknown>): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string" && typeof value !== "number") continue;
    shown[name] = secretHeaders.test(name) ? hidden : String(value);
  }
  return shown;
}

/** Removes one secret and nothing else: for texts of the service. */
export function hideSecret(text: string, secret: string): string {
  return secret.length >= 8 ? text.replaceAll(secret, hidden) : text;
}

export function hideSecretInHeaders(
  headers: Record<string, string | undefined>,
  secret: string,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value === undefined ? value : hideSecret(value, secret)]),
  );
}

/** Removes bearer tokens, the members above, and the secrets that the caller passes. */
export function redactText(text: string, knownSecrets: readonly string[] = []): string {
  let shown = text
    .replace(/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${hidden}`)
    .replace(secretMembers, `$1${hidden}`);
  for (const secret of knownSecrets) shown = hideSecret(shown, secret);
  return shown;
}
