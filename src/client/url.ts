/** The URLs of requests. Each belongs to the organization, because the access token is sent with it. Pure. */
import { InvalidInputError } from "./errors/InvalidInputError";
import { isOrganizationUrl } from "./organizationUrl";

/** Pinned: a newer minor version may behave differently and is not back-ported. */
export const webApiVersion = "v9.2";

export function webApiRootOf(organizationUrl: string): string {
  return `${organizationUrl}/api/data/${webApiVersion}/`;
}

/** A link that Dataverse issued points to Dataverse; any other link would leak the token. */
export function checkLink(organizationUrl: string, link: string): string {
  const url = parseUrl(link);
  if (url && isOrganizationUrl(organizationUrl, url)) return link;
  throw new InvalidInputError(
    "Next Page Id",
    `the link must be the unchanged "@odata.nextLink" of an earlier page of ${organizationUrl}; the access token is sent nowhere else.`,
  );
}

/**
 * Builders enter `accounts`, `/accounts`, `/api/data/v9.2/accounts` and absolute URLs. A path that includes the root of
 * the Web API is relative to the organization in both cases.
 */
export function resolveRawUrl(organizationUrl: string, relativeTo: "organization" | "webApi", entered: string): string {
  // A fragment is never sent to a server, so a # can only be meant as text.
  const text = entered.trim().replaceAll("#", "%23");
  if (text === "") {
    throw new InvalidInputError("URL", "a path is needed, for example /api/data/v9.2/accounts?$select=name.");
  }
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(text) || /^[\\/]{2}/.test(text);
  const includesRoot = /^\/?api\/data\/v\d/i.test(text);
  const base = relativeTo === "organization" || includesRoot ? `${organizationUrl}/` : webApiRootOf(organizationUrl);
  const url = parseUrl(isAbsolute ? text : base + text.replace(/^\/+/, ""));
  if (url && isOrganizationUrl(organizationUrl, url)) return url.href;
  throw new InvalidInputError(
    "URL",
    `only addresses of ${organizationUrl} can be called; the access token is sent nowhere else. A path such as /api/data/v9.2/accounts is enough.`,
  );
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
