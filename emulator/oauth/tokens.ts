import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** The claims of an emulator token; the names follow Entra's v1 access tokens. */
export interface TokenClaims {
  kind: "access" | "refresh" | "code";
  /** The environment's origin the token is for. */
  aud: string;
  tid: string;
  appid: string;
  /** Object id of the user, or of the service principal for application tokens. */
  oid: string;
  /** Seconds since 1970. */
  exp: number;
  jti: string;
  /** Delegated tokens: granted scopes. */
  scp?: string;
  /** Codes: what must come back with them. */
  redirectUri?: string;
  challenge?: string;
  challengeMethod?: string;
}

/**
 * Signs what it hands out, so that nothing has to be remembered: three parts like a JWT (RFC 7515), good for the
 * emulator that issued them and for no other.
 */
export class TokenSigner {
  private readonly key = randomBytes(32);

  sign(claims: TokenClaims): string {
    const header = encode({ typ: "JWT", alg: "HS256", kid: "emulator" });
    const payload = encode({ iss: `https://sts.windows.net/${claims.tid}/`, ver: "1.0", ...claims });
    return `${header}.${payload}.${this.signature(`${header}.${payload}`)}`;
  }

  /** The claims, or `undefined` when this signer did not issue the token. The expiry is not checked. */
  verify(token: string, kind: TokenClaims["kind"]): TokenClaims | undefined {
    const [header = "", payload = "", signature = "", ...rest] = token.split(".");
    const expected = Buffer.from(this.signature(`${header}.${payload}`));
    const given = Buffer.from(signature);
    if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as TokenClaims;
    return claims.kind === kind ? claims : undefined;
  }

  private signature(text: string): string {
    return createHmac("sha256", this.key).update(text).digest("base64url");
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
