/** A function for .spectral.yml: an input's data source is one that the manifest has, by its key. */
module.exports = function knownDataSource(key, _options, { document }) {
  const known = (document.data.dataSources ?? []).map((dataSource) => dataSource.key);
  return known.includes(key) ? [] : [{ message: `There is no data source "${key}".` }];
};
