const js = require("@eslint/js");
const { defineConfig } = require("eslint/config");
const tseslint = require("typescript-eslint");
require("sucrase/register/ts");
const { plainEnglish } = require("./documentation/english/eslintRule");

/** A comment that stands alone after the imports is about the file, and readers take it as the file's caption. */
const fileCommentFirst = {
  meta: { type: "layout", schema: [], messages: { first: "Put the file's comment before the imports." } },
  create: ({ sourceCode, report }) => ({
    Program({ body }) {
      const last = body.findLastIndex(({ type }) => type === "ImportDeclaration");
      const next = body[last + 1];
      if (last < 0 || next === undefined) return;
      const [comment, second] = sourceCode
        .getCommentsBefore(next)
        .filter(
          ({ type, value, loc }) =>
            type === "Block" && value.startsWith("*") && loc.start.line > body[last].loc.end.line,
        );
      if (comment === undefined) return;
      const follower = second ?? next;
      const standsAlone = second !== undefined || follower.loc.start.line > comment.loc.end.line + 1;
      if (standsAlone) report({ loc: comment.loc, messageId: "first" });
    },
  }),
};

module.exports = defineConfig(
  { ignores: ["build/", "dist/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    plugins: { house: { rules: { "file-comment-first": fileCommentFirst } } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/naming-convention": [
        "error",
        { selector: "variable", modifiers: ["const"], format: ["camelCase", "PascalCase"], leadingUnderscore: "allow" },
        { selector: "variable", modifiers: ["destructured"], format: null },
      ],
      curly: ["error", "multi-line"],
      "max-len": ["error", { code: Infinity, comments: 120, ignoreUrls: true }],
      "no-restricted-syntax": [
        "error",
        {
          selector:
            ":matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator:not([id.typeAnnotation]) > ArrowFunctionExpression",
          message: "Declare a named function of a module with `function`.",
        },
      ],
      "house/file-comment-first": "error",
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
