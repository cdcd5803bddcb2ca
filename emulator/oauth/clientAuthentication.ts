import { type AppRegistration, registration } from "./directory";
import { OAuthError, requiredParameter } from "./oauthError";

/** By form fields or by Basic authentication, whose halves are form-encoded (RFC 6749 section 2.3.1). */
export function authenticatedClient(
  form: URLSearchParams,
  authorization: string | undefined,
): { app: AppRegistration; secret?: string } {
  const basic = /^Basic\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  const [basicId, basicSecret] = basic === undefined ? [] : basicCredentials(basic);
  const app = registration(basicId ?? requiredParameter(form, "client_id"));
  const secret = basicSecret ?? form.get("client_secret") ?? undefined;
  if (secret === undefined) return { app };
  if (secret !== app.clientSecret) {
    throw new OAuthError(
      401,
      "invalid_client",
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'.`,
    );
  }
  return { app, secret };
}

function basicCredentials(encoded: string): [string, string] {
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  const decode = (part: string): string => new URLSearchParams(`v=${part}`).get("v") ?? "";
  return [decode(text.slice(0, Math.max(colon, 0))), decode(text.slice(colon + 1))];
}
