const Ajv = require("ajv");

/** A function for .spectral.yml: the text is a JSON Schema that says something. A keyword that does not exist is a mistake. */
module.exports = function jsonSchema(text) {
  try {
    const schema = JSON.parse(text);
    if (Object.keys(schema).length === 0) return [{ message: "It is empty." }];
    new Ajv({ strict: true, allowUnionTypes: true, formats: { uuid: true } }).compile(schema);
    return [];
  } catch (error) {
    return [{ message: `It is no JSON Schema: ${error.message}` }];
  }
};
