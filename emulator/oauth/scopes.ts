import { OAuthError } from "./oauthError";

/** Scopes of OpenID Connect, which speak of no environment. */
const openidScopes = new Set(["openid", "profile", "email", "offline_access"]);

/**
 * The environment a scope list asks for: `{org}/.default`, or for users also `{org}/user_impersonation`. A doubled
 * slash comes of an origin that was pasted with its trailing one; the service registers that form of the resource as
 * well.
 *
 * @throws OAuthError invalid_scope (70011) when the text has no such form, invalid_resource (500011) for another host.
 */
export function audienceOf(scope: string, isOwnOrigin: (origin: string) => boolean, permissions: string[]): string {
  const resources = scope.split(/\s+/).filter((part) => part !== "" && !openidScopes.has(part));
  const audiences = new Set<string>();
  for (const part of resources) {
    const [, resource, permission] = /^(https?:\/\/.+?)\/{1,2}([^/]+)$/.exec(part) ?? [];
    if (resource === undefined || permission === undefined || !permissions.includes(permission)) {
      throw new OAuthError(
        400,
        "invalid_scope",
        70011,
        `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
      );
    }
    audiences.add(ownResource(resource, isOwnOrigin));
  }
  const [audience] = audiences;
  if (audience === undefined || audiences.size > 1) {
    throw new OAuthError(400, "invalid_scope", 70011, `The scope ${scope} does not name one resource.`);
  }
  return audience;
}

/** @throws OAuthError invalid_resource (500011) */
export function ownResource(resource: string, isOwnOrigin: (origin: string) => boolean): string {
  const origin = resource.replace(/\/$/, "");
  if (isOwnOrigin(origin)) return origin;
  throw new OAuthError(
    400,
    "invalid_resource",
    500011,
    `The resource principal named ${resource} was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
  );
}
