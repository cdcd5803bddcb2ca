/** A function for .spectral.yml: the example and the default of an input with choices, where they are given, are choices. */
module.exports = function isChoice({ model, example, default: preset }) {
  const values = model.map(({ value }) => value);
  return [example, preset]
    .filter((value) => value && !values.includes(value))
    .map((value) => ({ message: `"${value}" is not among the choices.` }));
};
