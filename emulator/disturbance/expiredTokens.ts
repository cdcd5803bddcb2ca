/** Tokens that expired before their time are remembered up to this many. */
const maxTokens = 10_000;

/** Access tokens that are good no longer, known by the `Authorization` header they come in. */
export class ExpiredTokens {
  private readonly tokens = new Set<string>();

  add(authorization: string): void {
    this.tokens.add(tokenIn(authorization));
    const [oldest] = this.tokens;
    if (this.tokens.size > maxTokens && oldest !== undefined) this.tokens.delete(oldest);
  }

  has(authorization: string): boolean {
    return this.tokens.has(tokenIn(authorization));
  }
}

/** Behind the scheme, which is written in any case (RFC 9110 section 11.1). */
function tokenIn(authorization: string): string {
  return authorization.trim().replace(/^\S+\s+/, "");
}
