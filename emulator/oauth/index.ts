/**
 * The part of Microsoft Entra that a Dataverse client meets: the authorize and token endpoints of one tenant. Tokens
 * are signed and hold everything, so the only thing remembered is which authorization codes were used.
 */
import { createHash, randomUUID } from "node:crypto";
import { tenantId } from "../organization/seed/rows/applicationUsers";
import type { Store } from "../organization/store/store";
import { authenticatedClient } from "./clientAuthentication";
import { checkTenant, interactiveUserObjectId, registration, type AppRegistration } from "./directory";
import { missingParameter, OAuthError, oauthErrorBody, requiredParameter } from "./oauthError";
import { audienceOf, ownResource } from "./scopes";
import { TokenSigner, type TokenClaims } from "./tokens";

export { registrationWithoutUser } from "./directory";

/** Entra's access tokens live 60 to 90 minutes; one second less than the hour is what it commonly answers. */
const accessTokenSeconds = 3_599;
const refreshTokenSeconds = 24 * 3_600;
const codeSeconds = 600;

/** Used codes are remembered for their life time; beyond this many the oldest are forgotten. */
const maxUsedCodes = 1_000;

export interface OAuthRequest {
  method: string;
  /** `/{tenant}/oauth2/v2.0/token` */
  path: string;
  query: string;
  headers: Record<string, string>;
  body: string;
}

export interface OAuthResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface OAuthOptions {
  store: () => Store;
  now: () => Date;
  /** True if an origin is this emulator's: tokens are for one environment only. */
  isOwnOrigin: (origin: string) => boolean;
}

const endpointPattern = /^\/([^/]+)\/oauth2\/(v2\.0\/)?(token|authorize)$/;

export class OAuthServer {
  private readonly signer = new TokenSigner();
  private readonly usedCodes = new Set<string>();

  constructor(private readonly options: OAuthOptions) {}

  /** `undefined` when the path is none of the endpoints'. */
  handle(request: OAuthRequest): OAuthResponse | undefined {
    const [, tenant, version, endpoint] = endpointPattern.exec(request.path) ?? [];
    if (tenant === undefined) return undefined;
    try {
      checkTenant(tenant);
      if (endpoint === "authorize") return this.authorize(request);
      if (request.method !== "POST") {
        throw new OAuthError(400, "invalid_request", 900561, "The endpoint only accepts POST requests.");
      }
      return json(200, JSON.stringify(this.token(request, version === undefined)));
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      return json(error.status, oauthErrorBody(error, this.options.now()));
    }
  }

  /** The claims of a valid access token: made here, not expired, for this environment. */
  verifyAccessToken(token: string): TokenClaims | undefined {
    const claims = this.signer.verify(token, "access");
    return claims !== undefined && !this.hasExpired(claims) ? claims : undefined;
  }

  /** Signs the organization's user in without asking and sends the code back at once (RFC 6749 section 4.1.2). */
  private authorize({ query }: OAuthRequest): OAuthResponse {
    const parameters = new URLSearchParams(query);
    const client = registration(requiredParameter(parameters, "client_id"));
    const redirectUri = requiredParameter(parameters, "redirect_uri");
    if (!URL.canParse(redirectUri)) {
      throw new OAuthError(400, "invalid_request", 90102, "'redirect_uri' value must be a valid absolute URI.");
    }
    if (parameters.get("response_type") !== "code") {
      throw new OAuthError(400, "unsupported_response_type", 700054, "response_type 'code' is the only one offered.");
    }
    const challenge = parameters.get("code_challenge");
    const code = this.signer.sign({
      ...this.claims("code", client, this.audience(parameters, false, ["user_impersonation", ".default"]), codeSeconds),
      oid: interactiveUserObjectId(this.options.store()),
      scp: parameters.get("scope") ?? "",
      redirectUri,
      ...(challenge === null ? {} : { challenge, challengeMethod: parameters.get("code_challenge_method") ?? "plain" }),
    });
    const location = new URL(redirectUri);
    location.searchParams.set("code", code);
    const state = parameters.get("state");
    if (state !== null) location.searchParams.set("state", state);
    return { status: 302, headers: { Location: location.href, "Cache-Control": "no-store" }, body: "" };
  }

  private token({ headers, body }: OAuthRequest, isV1: boolean): Record<string, unknown> {
    const contentType = headers["content-type"] ?? "";
    if (!contentType.toLowerCase().startsWith("application/x-www-form-urlencoded")) {
      throw missingParameter("grant_type");
    }
    const form = new URLSearchParams(body);
    const grantType = requiredParameter(form, "grant_type");
    const client = authenticatedClient(form, headers["authorization"]);
    switch (grantType) {
      case "client_credentials":
        if (client.secret === undefined) throw missingParameter("client_secret");
        return this.applicationToken(client.app, this.audience(form, isV1, [".default"]));
      case "authorization_code":
        return this.tokenForCode(client.app, form);
      case "refresh_token":
        return this.tokenForRefresh(client.app, form);
      default:
        throw new OAuthError(
          400,
          "unsupported_grant_type",
          70003,
          `The app requested an unsupported grant type '${grantType}'.`,
        );
    }
  }

  private audience(parameters: URLSearchParams, isV1: boolean, permissions: string[]): string {
    // The v1 endpoint names the environment itself, not a scope.
    if (isV1) return ownResource(requiredParameter(parameters, "resource"), this.options.isOwnOrigin);
    return audienceOf(requiredParameter(parameters, "scope"), this.options.isOwnOrigin, permissions);
  }

  private applicationToken(app: AppRegistration, audience: string): Record<string, unknown> {
    return this.accessToken(this.claims("access", app, audience, accessTokenSeconds));
  }

  private tokenForCode(app: AppRegistration, form: URLSearchParams): Record<string, unknown> {
    const text = requiredParameter(form, "code");
    const code = this.signer.verify(text, "code");
    if (code === undefined || code.appid !== app.clientId) {
      throw new OAuthError(400, "invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.");
    }
    if (this.hasExpired(code)) throw expiredGrant();
    if (this.usedCodes.has(code.jti)) {
      throw new OAuthError(400, "invalid_grant", 54005, "OAuth2 Authorization code was already redeemed.");
    }
    if (requiredParameter(form, "redirect_uri") !== code.redirectUri) {
      throw new OAuthError(
        400,
        "invalid_grant",
        500112,
        "The reply address does not match the one of the authorization.",
      );
    }
    checkVerifier(code, form.get("code_verifier"));
    this.markUsed(code.jti);
    return this.delegatedTokens(app, code);
  }

  private tokenForRefresh(app: AppRegistration, form: URLSearchParams): Record<string, unknown> {
    const refresh = this.signer.verify(requiredParameter(form, "refresh_token"), "refresh");
    if (refresh === undefined || refresh.appid !== app.clientId || this.hasExpired(refresh)) throw expiredGrant();
    return this.delegatedTokens(app, refresh);
  }

  private delegatedTokens(app: AppRegistration, grant: TokenClaims): Record<string, unknown> {
    const user = { oid: grant.oid, scp: grant.scp ?? "" };
    const access = { ...this.claims("access", app, grant.aud, accessTokenSeconds), ...user };
    const refresh = { ...this.claims("refresh", app, grant.aud, refreshTokenSeconds), ...user };
    // Without offline_access no refresh token is given (Microsoft identity platform, scopes).
    const isOffline = user.scp.split(/\s+/).includes("offline_access");
    const tokens = { ...this.accessToken(access), scope: user.scp };
    return isOffline ? { ...tokens, refresh_token: this.signer.sign(refresh) } : tokens;
  }

  private accessToken(claims: TokenClaims): Record<string, unknown> {
    return {
      token_type: "Bearer",
      expires_in: accessTokenSeconds,
      ext_expires_in: accessTokenSeconds,
      access_token: this.signer.sign(claims),
    };
  }

  private claims(kind: TokenClaims["kind"], app: AppRegistration, aud: string, lifeSeconds: number): TokenClaims {
    const exp = Math.floor(this.options.now().getTime() / 1000) + lifeSeconds;
    return { kind, aud, tid: tenantId, appid: app.clientId, oid: app.objectId, exp, jti: randomUUID() };
  }

  private hasExpired({ exp }: TokenClaims): boolean {
    return exp * 1000 <= this.options.now().getTime();
  }

  private markUsed(code: string): void {
    this.usedCodes.add(code);
    const [oldest] = this.usedCodes;
    if (this.usedCodes.size > maxUsedCodes && oldest !== undefined) this.usedCodes.delete(oldest);
  }
}

/** PKCE (RFC 7636 section 4.6). */
function checkVerifier({ challenge, challengeMethod }: TokenClaims, verifier: string | null): void {
  if (challenge === undefined) return;
  if (verifier === null) throw missingParameter("code_verifier");
  const answer = challengeMethod === "S256" ? createHash("sha256").update(verifier).digest("base64url") : verifier;
  if (answer === challenge) return;
  throw new OAuthError(
    400,
    "invalid_grant",
    501481,
    "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  );
}

function expiredGrant(): OAuthError {
  return new OAuthError(
    400,
    "invalid_grant",
    70008,
    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
  );
}

function json(status: number, body: string): OAuthResponse {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store, no-cache" },
    body,
  };
}
