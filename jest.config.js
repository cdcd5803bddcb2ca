module.exports = {
  preset: "ts-jest",
  testEnvironment: "node",
  // This limit only ends what hangs. Some tests build or lint in a process of its own, and machines are busy at times.
  testTimeout: 300_000,
  // Jest leaves one core to its own process, so on 2 cores it would run one file after the other.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/tests/longestFirst.js",
  roots: ["<rootDir>/src", "<rootDir>/emulator", "<rootDir>/workbench", "<rootDir>/tests", "<rootDir>/documentation"],
};
