/**
 * The origin of an organization, from an address that people paste. Pure.
 *
 * Hosts are `<name>.<region>.dynamics.com` or the alias `<name>.api.<region>.dynamics.com`; both serve `/api/data`
 * [Requests]. Sovereign clouds use other base domains and new
 * regions appear over time, so hosts are not checked against a list of good ones, only against known wrong ones.
 */

export type WebApiUrlResult = { ok: true; origin: string } | { ok: false; problem: string };

const example = "Enter the address of the organization, for example https://contoso.crm.dynamics.com.";

/** Hosts of pages that people have open when they look for the address of the organization. */
const wrongHosts: { pattern: RegExp; name: string }[] = [
  { pattern: /(^|\.)powerapps\.com$/, name: "the Power Apps maker portal" },
  { pattern: /(^|\.)powerplatform\.(microsoft\.com|com)$/, name: "the Power Platform admin center" },
  {
    pattern: /^login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|windows\.net)$/,
    name: "the sign-in service",
  },
  { pattern: /(^|\.)portal\.azure\.com$/, name: "the Azure portal" },
  { pattern: /\.operations\.(dynamics\.com|eu\.dynamics\.com)$/, name: "Dynamics 365 Finance and Operations" },
  { pattern: /(^|\.)businesscentral\.dynamics\.com$/, name: "Dynamics 365 Business Central" },
  { pattern: /^globaldisco\./, name: "the discovery service" },
  { pattern: /^(home|www)\.dynamics\.com$/, name: "the Dynamics 365 home page" },
  {
    pattern: /^(api\.)?crm\d*\.(dynamics\.(com|cn)|microsoftdynamics\.us|appsplatform\.us)$/,
    name: "a region without an organization's name",
  },
];

/** A path, query or fragment (`/api/data/v9.1/`, `/main.aspx?appid=...`) is dropped. */
export function organizationOrigin(text: string): WebApiUrlResult {
  const pasted = text.trim().replace(/^["'<]+|["'>]+$/g, "");
  if (pasted === "") return { ok: false, problem: `The Web API URL is empty. ${example}` };
  const url = parse(pasted);
  if (!url) {
    return { ok: false, problem: `The Web API URL "${withoutUserInfo(pasted)}" is not a web address. ${example}` };
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return { ok: false, problem: `The Web API URL must begin with https://, not ${url.protocol}//. ${example}` };
  }
  if (url.username || url.password) {
    return { ok: false, problem: `The Web API URL must not contain a user name or password. ${example}` };
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return {
      ok: false,
      problem: `The Web API URL must begin with https://; plain http is accepted on this machine only. ${example}`,
    };
  }
  // The entered text is also checked: a URL parser reads "5" as the address 0.0.0.5.
  if (
    (!isLoopback(url.hostname) && !/^[^.]+(\.[^.]+)+$/.test(url.hostname)) ||
    !/[.:]|localhost/i.test(hostPart(pasted))
  ) {
    return { ok: false, problem: `The Web API URL's host "${url.hostname}" is not complete. ${example}` };
  }
  const wrong = wrongHosts.find(({ pattern }) => pattern.test(url.hostname));
  if (wrong) return { ok: false, problem: `The Web API URL's host "${url.hostname}" is ${wrong.name}. ${example}` };
  return { ok: true, origin: url.origin };
}

function parse(pasted: string): URL | undefined {
  if (/\s/.test(pasted)) return undefined;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(pasted);
  const assumed = /^(localhost|127\.|\[::1\])/i.test(pasted) ? "http" : "https";
  try {
    return new URL(hasScheme ? pasted : `${assumed}://${pasted.replace(/^\/+/, "")}`);
  } catch {
    return undefined;
  }
}

function hostPart(pasted: string): string {
  return pasted.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").replace(/[/?#].*$/s, "");
}

/** A password pasted by mistake must not come back in an error message. */
function withoutUserInfo(text: string): string {
  return text.replace(/[^/@\s]*@/, "");
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The same organization: its origin or the origin of its `.api.` alias. */
export function isOrganizationUrl(organization: string, url: URL): boolean {
  if (url.username || url.password) return false;
  return url.origin === organization || withoutApiAlias(url.origin) === withoutApiAlias(organization);
}

/** Only where Microsoft documents the alias: a host of the Dynamics domains, with `api` as its second label. */
function withoutApiAlias(origin: string): string {
  return origin.replace(
    /^(https:\/\/[^.:/]+)\.api(\.crm\d*\.(?:dynamics\.com|dynamics\.cn|microsoftdynamics\.us|appsplatform\.us))$/,
    "$1$2",
  );
}
