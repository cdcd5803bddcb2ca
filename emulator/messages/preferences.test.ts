import { parsePreferences } from "./preferences";

describe("Prefer", () => {
  it.each<[string, string, number | undefined]>([
    ["odata.maxpagesize=3", "a page size", 3],
    ["odata.maxpagesize=9999", "the largest page where more is asked for", 5000],
    ["odata.maxpagesize=0", "nothing for a size that is no page", undefined],
    ["odata.maxpagesize=x", "nothing for a size that is no number", undefined],
    ['return=representation,odata.maxpagesize="7"', "a quoted size in a list", 7],
    ["odata.maxpagesize=2, odata.maxpagesize=4", "the first of two", 2],
  ])("%s gives %s", (header, _what, expected) => {
    expect(parsePreferences(header).maxPageSize).toBe(expected);
  });

  it.each<[string, boolean]>([
    ["*", true],
    ["OData.Community.Display.V1.FormattedValue", true],
    ["OData.Community.*", true],
    ["Microsoft.Dynamics.CRM.*", false],
    ["Microsoft.Dynamics.CRM.lookuplogicalname,OData.Community.Display.V1.FormattedValue", true],
    ["*,-OData.Community.*", false],
  ])('include-annotations="%s" includes the formatted value: %s', (list, expected) => {
    const preferences = parsePreferences(`odata.include-annotations="${list}"`);
    expect(preferences.includesAnnotation("OData.Community.Display.V1.FormattedValue")).toBe(expected);
  });

  it("echoes the preferences that were honored, and only those", () => {
    const preferences = parsePreferences('return=representation; foo, odata.include-annotations="*", wait=5');
    expect(preferences.applied(["return", "odata.include-annotations", "odata.maxpagesize"])).toBe(
      'return=representation,odata.include-annotations="*"',
    );
    expect(parsePreferences(undefined).applied(["return"])).toBeUndefined();
  });
});
