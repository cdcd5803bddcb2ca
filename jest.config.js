module.exports = {
  preset: "ts-jest",
  testEnvironment: "node",
  // Some contract tests send thousands of operations, and machines are slow at times.
  testTimeout: 60_000,
  roots: ["<rootDir>/src", "<rootDir>/emulator", "<rootDir>/workbench", "<rootDir>/tests", "<rootDir>/documentation"],
};
