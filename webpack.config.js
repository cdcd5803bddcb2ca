const path = require("node:path");
const CopyPlugin = require("copy-webpack-plugin");
const { NoticesPlugin } = require("./publishing/noticesPlugin");

const sdk = path.dirname(require.resolve("@prismatic-io/spectral"));

/**
 * Parts of the SDK that its index requires and a component never runs: the test harness (jest-mock and its tree),
 * code-native integrations (zod, yaml) and the evaluation of branch conditions (all of date-fns). They become empty
 * modules, so a call that should reach one after all fails by name. tests/publishing/bundle.test.ts says what remains.
 */
const leftOut = ["testing.js", "serverTypes/convertIntegration.js", "conditionalLogic/index.js"];

/** Everything the platform needs is inside dist/: no externals, because only that folder is uploaded. */
module.exports = {
  mode: "production",
  context: __dirname,
  target: "node",
  entry: "./src/index.ts",
  output: { filename: "index.js", path: path.resolve(__dirname, "dist"), libraryTarget: "commonjs2", clean: true },
  resolve: {
    extensions: [".ts", ".js"],
    alias: {
      ...Object.fromEntries(leftOut.map((file) => [path.join(sdk, file), false])),
      // The SDK requires axios and our modules import it: under its "exports" these are two files, and two copies.
      axios$: require.resolve("axios"),
    },
  },
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
  plugins: [
    new CopyPlugin({ patterns: [{ from: "assets", to: "." }] }),
    new NoticesPlugin({ filename: "index.js.LICENSE.txt" }),
  ],
  performance: { hints: false },
};
