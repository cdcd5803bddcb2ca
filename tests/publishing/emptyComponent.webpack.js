/** The complete configuration of the platform's project template: the baseline for the component's bundle. */
module.exports = {
  mode: "production",
  target: "node",
  entry: "./tests/publishing/emptyComponent.ts",
  output: { filename: "index.js", libraryTarget: "commonjs2" },
  resolve: { extensions: [".ts", ".js"] },
  module: {
    rules: [{ test: /\.ts$/, exclude: /node_modules/, use: { loader: "ts-loader", options: { transpileOnly: true } } }],
  },
  ignoreWarnings: [{ module: /jest-util/ }],
  performance: { hints: false },
};
