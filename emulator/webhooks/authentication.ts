/** How a receiver knows the sender ([RegisterWebhook]: authentication options). */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { Store } from "../organization/store/store";

export interface Endpoint {
  name: string;
  url: string;
  authenticationType: number;
  authenticationValue: string | null;
}

/** Endpoints go only together with their steps, so there always is one. */
export function endpointById(store: Store, id: string): Endpoint {
  const row = store.database.get("SELECT * FROM serviceendpoint WHERE serviceendpointid = ?", [id]);
  const value = row?.["authvalue"] ?? null;
  return {
    name: String(row?.["name"]),
    url: String(row?.["url"]),
    authenticationType: Number(row?.["authtype"]),
    authenticationValue: value === null ? null : String(value),
  };
}

export interface AuthenticatedTarget {
  url: URL;
  headers: Record<string, string>;
}

const webhookKey = 4;
const httpHeader = 5;
const httpQueryString = 6;

/** The registered value cannot be turned into headers or query parameters. */
export class UnusableSettings extends Error {
  constructor(readonly kind: "headers" | "query") {
    super(`The authentication value is not a list of settings.`);
  }
}

/** @throws UnusableSettings */
export function authenticated({ url, authenticationType, authenticationValue }: Endpoint): AuthenticatedTarget {
  const target = { url: new URL(url), headers: {} };
  if (authenticationValue === null || authenticationValue === "") return target;
  switch (authenticationType) {
    case webhookKey:
      return withQuery(target, [["code", authenticationValue]]);
    case httpHeader:
      return { ...target, headers: Object.fromEntries(settings(authenticationValue, "headers")) };
    case httpQueryString:
      return withQuery(target, settings(authenticationValue, "query"));
    default:
      return target;
  }
}

function withQuery(target: AuthenticatedTarget, parameters: [string, string][]): AuthenticatedTarget {
  const added = parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
  const url = new URL(target.url);
  // The registered URL stays unchanged, character by character.
  url.search = [url.search.slice(1), added].filter((part) => part !== "").join("&");
  return { ...target, url };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseAttributeValue: false,
  isArray: (name) => name === "setting",
});

/** `<settings><setting name="x" value="y" /></settings>` */
function settings(xml: string, kind: UnusableSettings["kind"]): [string, string][] {
  if (XMLValidator.validate(xml) !== true) throw new UnusableSettings(kind);
  const document = parser.parse(xml) as { settings?: { setting?: unknown[] } | string };
  if (document.settings === undefined) throw new UnusableSettings(kind);
  const list = typeof document.settings === "string" ? [] : (document.settings.setting ?? []);
  return list.map((setting) => {
    const { name, value } = setting as { name?: string; value?: string };
    if (typeof name !== "string" || name === "") throw new UnusableSettings(kind);
    return [name, value ?? ""];
  });
}
