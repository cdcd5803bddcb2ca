/** The headers of requests: those that all carry, what is preferred of the answer, and who it is asked for. Pure. */

/** "Compose HTTP requests and handle errors", Microsoft Learn: what every request should carry. */
export const odataHeaders: Readonly<Record<string, string>> = {
  Accept: "application/json",
  "OData-MaxVersion": "4.0",
  "OData-Version": "4.0",
};

export const userAgent = "ms-dynamics-connector";

interface GivenHeaders {
  prefer?: string[];
  headers?: Record<string, string>;
  body?: unknown;
}

export function requestHeaders(given: GivenHeaders): Record<string, string> {
  return {
    ...odataHeaders,
    "User-Agent": userAgent,
    ...(given.body === undefined ? {} : { "Content-Type": "application/json" }),
    ...given.headers,
    Prefer: preferences([
      ...(given.prefer ?? []),
      ...(given.headers?.["Prefer"] === undefined ? [] : [given.headers["Prefer"]]),
    ]),
  };
}

/** A plug-in's own words come with an error only when they are asked for ("Handle errors", Microsoft Learn). */
const innerMessage = "Microsoft.PowerApps.CDS.InnerError.Message";

function preferences(asked: string[]): string {
  const all = asked.join(",");
  const pattern = /odata\.include-annotations="([^"]*)"/;
  const names = pattern.exec(all)?.[1]?.split(",");
  const wanted = [...(names ?? []), innerMessage].filter((name) => name !== "");
  const annotations = `odata.include-annotations="${(wanted.includes("*") ? ["*"] : wanted).join(",")}"`;
  return names === undefined ? [...asked, annotations].join(",") : all.replace(pattern, () => annotations);
}

/** Run as another user ("Impersonate another user using the Web API", Microsoft Learn): errors may be about that one. */
export function isImpersonated(headers: Record<string, string> = {}): boolean {
  return Object.keys(headers).some((name) => /^(MSCRMCallerID|CallerObjectId)$/i.test(name));
}
