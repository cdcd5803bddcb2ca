module.exports = {
  preset: "ts-jest",
  testEnvironment: "node",
  roots: ["<rootDir>/src", "<rootDir>/emulator", "<rootDir>/workbench", "<rootDir>/tests"],
};
