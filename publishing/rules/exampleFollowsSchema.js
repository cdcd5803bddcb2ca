const Ajv = require("ajv");

/**
 * A function for .spectral.yml: the example of an action or a trigger is valid by its output schema or, where it branches, by
 * the schema of the example's branch. Other rules report a missing example, invalid JSON or a missing schema.
 */
module.exports = function exampleFollowsSchema({ examplePayload, outputSchema }, _options, { path }) {
  try {
    const example = JSON.parse(examplePayload);
    const given = path[0] === "triggers" ? example.payload : example.data;
    const schema = JSON.parse(schemaFor(outputSchema, example.branch));
    const ajv = new Ajv({ strict: false, formats: { uuid: /^[0-9a-f-]{36}$/i } });
    const valid = given === undefined || ajv.validate(schema, given);
    return valid ? [] : [{ message: `The example breaks the output schema: ${ajv.errorsText()}.` }];
  } catch {
    return [];
  }
};

function schemaFor(outputSchema, branch) {
  return outputSchema.branchSchemas?.find(({ name }) => name === branch)?.schema ?? outputSchema.schema;
}
