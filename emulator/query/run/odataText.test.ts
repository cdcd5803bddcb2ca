import { parseQueryOptions } from "../../odata";
import type { QueryOptions } from "../../odata";
import { optionsText } from "./odataText";

/** Offsets into the text differ; everything else must not. */
function withoutOffsets(options: QueryOptions): unknown {
  return JSON.parse(JSON.stringify(options, (key, value: unknown) => (key === "at" ? undefined : value)));
}

test.each([
  "$select=subject,statecode",
  "$filter=subject eq 'O''Brien %26 Söhne' and (statecode eq 0 or not (createdon gt 2024-01-01T00:00:00Z))",
  "$filter=a eq 1 or b eq -2.5 and c ne null",
  "$filter=(a eq 1 or b eq 2) and not contains(name,'%25,;()')",
  "$filter=x/any(t:t/y/all(u:u/z eq true)) or not x/any()",
  `$filter=Microsoft.Dynamics.CRM.In(PropertyName='a',PropertyValues=["x'y","\\"z"])`,
  "$filter=id eq 11111111-2222-4333-8444-555555555501",
  "$orderby=a desc,b/c&$top=3",
  "$expand=x($select=a;$expand=y($filter=b eq ';')),z/$ref",
])("%s means the same after it was written again", (query) => {
  const options = parseQueryOptions(query);
  expect(withoutOffsets(parseQueryOptions(optionsText(options)))).toEqual(withoutOffsets(options));
});
