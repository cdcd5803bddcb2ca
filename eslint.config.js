const js = require("@eslint/js");
const { defineConfig } = require("eslint/config");
const tseslint = require("typescript-eslint");
require("sucrase/register/ts");
const { plainEnglish } = require("./documentation/english/eslintRule");

module.exports = defineConfig(
  { ignores: ["build/", "dist/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // An async function without await keeps an interface's shape and turns throws into rejections.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["**/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        require: "readonly",
        module: "writable",
        __dirname: "readonly",
        process: "readonly",
        console: "readonly",
      },
    },
  },
  { plugins: { "plain-english": plainEnglish } },
  { files: ["**/*.ts", "**/*.js"], rules: { "plain-english/sentences": "error" } },
  {
    files: ["src/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: { "plain-english/sentences": ["error", { strings: "all" }] },
  },
  {
    files: ["**/*.md"],
    processor: "plain-english/markdown",
    rules: { "plain-english/sentences": "error" },
  },
);
