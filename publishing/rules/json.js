const { schema: conforms } = require("@stoplight/spectral-functions");

/** A function for .spectral.yml: the text is JSON and, where a schema is given, conforms to the schema. */
module.exports = function json(text, options, context) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [{ message: `It is no JSON: ${error.message}` }];
  }
  // A place within the text is none in the manifest.
  const problems = options ? (conforms(value, options, context) ?? []) : [];
  return problems.map(({ message }) => ({ message }));
};
