/**
 * A function for .spectral.yml: the items of a list differ in a property, given as a path like "display.label". A key
 * that occurs twice overwrites a member silently, and a label that occurs twice leaves a builder guessing. That the property
 * is there is for other rules to say.
 */
module.exports = function unique(items, { property }) {
  if (!Array.isArray(items)) return [];
  const values = items.map((item) => property.split(".").reduce((value, key) => value?.[key], item));
  return values.flatMap((value, index) =>
    value !== undefined && values.indexOf(value) < index ? [{ message: `${property} "${value}" occurs twice.` }] : [],
  );
};
