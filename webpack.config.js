const path = require("node:path");
const CopyPlugin = require("copy-webpack-plugin");

/** Everything the platform needs is inside dist/: no externals, because only that folder is uploaded. */
module.exports = {
  mode: "production",
  target: "node",
  entry: "./src/index.ts",
  output: { filename: "index.js", path: path.resolve(__dirname, "dist"), libraryTarget: "commonjs2", clean: true },
  resolve: { extensions: [".ts", ".js"] },
  module: {
    rules: [
      {
        test: /\.ts$/,
        exclude: /node_modules/,
        // Types are checked by `npm run types`; checking them again here doubles the build time.
        use: { loader: "ts-loader", options: { transpileOnly: true } },
      },
    ],
  },
  plugins: [new CopyPlugin({ patterns: [{ from: "assets", to: path.resolve(__dirname, "dist") }] })],
  // The SDK's index pulls in jest-mock, whose jest-util has a dynamic require that production never reaches.
  ignoreWarnings: [{ module: /jest-util/ }],
  performance: { hints: false },
};
