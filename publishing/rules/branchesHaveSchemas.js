/** A function for .spectral.yml: the branches that are named, the ones with a schema and the example's are the same. */
module.exports = function branchesHaveSchemas({ staticBranchNames, outputSchema }) {
  if (!outputSchema) return [];
  const described = (outputSchema.branchSchemas ?? []).map(({ name }) => name);
  const missing = staticBranchNames.filter((name) => !described.includes(name));
  const unknown = described.filter((name) => !staticBranchNames.includes(name));
  return [
    ...missing.map((name) => ({ message: `The branch "${name}" has no output schema.` })),
    ...unknown.map((name) => ({ message: `There is no branch "${name}".` })),
  ];
};
