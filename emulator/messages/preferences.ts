/** `Prefer` (RFC 7240) as the Web API reads it: which annotations, how many rows, whether the row comes back. */
export interface Preferences {
  maxPageSize?: number;
  returnsRepresentation: boolean;
  /** `odata.continue-on-error`, of a batch. */
  continuesOnError: boolean;
  /** True if the request asks for any annotations. */
  wantsAnnotations: boolean;
  includesAnnotation(name: string): boolean;
  /** `Preference-Applied` for the honored preferences among `names`, or `undefined`. */
  applied(names: PreferenceName[]): string | undefined;
}

export type PreferenceName = "return" | "odata.include-annotations" | "odata.maxpagesize";

const largestPage = 5_000;

export function parsePreferences(header: string | undefined): Preferences {
  const values = preferenceValues(header ?? "");
  const patterns = (values.get("odata.include-annotations") ?? "").split(",").map((pattern) => pattern.trim());
  const wanted = patterns.filter((pattern) => pattern !== "");
  const maxPageSize = pageSize(values.get("odata.maxpagesize"));
  return {
    ...(maxPageSize === undefined ? {} : { maxPageSize }),
    returnsRepresentation: values.get("return") === "representation",
    continuesOnError: (values.get("odata.continue-on-error") ?? "false").toLowerCase() !== "false",
    wantsAnnotations: wanted.length > 0,
    includesAnnotation: (name) => isIncluded(wanted, name),
    applied: (names) => {
      const honored = names.flatMap((name) => echo(name, values.get(name)));
      return honored.length === 0 ? undefined : honored.join(",");
    },
  };
}

/** The first of a repeated preference counts (RFC 7240 section 2). */
function preferenceValues(header: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const preference of splitOutsideQuotes(header)) {
    const [, name = "", quoted, bare = ""] = /^\s*([^=;\s]+)\s*(?:=\s*(?:"([^"]*)"|([^;\s]*)))?/.exec(preference) ?? [];
    const key = name.toLowerCase();
    if (key !== "" && !values.has(key)) values.set(key, quoted ?? bare);
  }
  return values;
}

function splitOutsideQuotes(header: string): string[] {
  return header.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
}

/** A size that is not a positive number cannot be honored, and such a preference is ignored. */
function pageSize(text: string | undefined): number | undefined {
  const size = Number(text);
  return text === undefined || !Number.isInteger(size) || size < 1 ? undefined : Math.min(size, largestPage);
}

/** `*` and `Some.Prefix.*` include, a leading `-` excludes (OData JSON Format, include-annotations). */
function isIncluded(patterns: string[], name: string): boolean {
  const matches = (pattern: string): boolean =>
    pattern === "*" || pattern === name || (pattern.endsWith(".*") && name.startsWith(pattern.slice(0, -1)));
  const isExcluded = patterns.some((pattern) => pattern.startsWith("-") && matches(pattern.slice(1)));
  return !isExcluded && patterns.some(matches);
}

function echo(name: PreferenceName, value: string | undefined): string[] {
  if (value === undefined || value === "") return [];
  return [name === "odata.include-annotations" ? `${name}="${value}"` : `${name}=${value}`];
}
