const { pattern } = require("@stoplight/spectral-functions");

/**
 * A function for .spectral.yml: `pattern`, of the linter itself, for what people read. Of an output schema, which travels as
 * JSON text, that is its descriptions.
 */
module.exports = function prose(text, options, context) {
  const texts = context.path.at(-1) === "schema" ? describing(text) : [text];
  return texts.flatMap((each) => pattern(each, options, context) ?? []);
};

function describing(schema) {
  const texts = [];
  try {
    JSON.parse(schema, (key, value) => {
      if (key === "description" && typeof value === "string") texts.push(value);
    });
  } catch {
    // Another rule reports invalid JSON.
  }
  return texts;
}
