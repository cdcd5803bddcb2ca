module.exports = {
  preset: "ts-jest",
  testEnvironment: "node",
  // Some contract tests send thousands of operations, and machines are slow at times.
  testTimeout: 120_000,
  // Jest leaves one core to its own process, so on 2 cores it would run one file after the other.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/tests/longestFirst.js",
  roots: ["<rootDir>/src", "<rootDir>/emulator", "<rootDir>/workbench", "<rootDir>/tests", "<rootDir>/documentation"],
};
