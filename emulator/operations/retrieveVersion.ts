import { defineFunction } from "./operation";

/** The platform build that the emulated organization claims; any 9.2 will do. */
export const platformVersion = "9.2.26084.00161";

export const retrieveVersion = defineFunction({
  name: "RetrieveVersion",
  parameters: {},
  response: { Version: "Edm.String" },
  run: () => ({ Version: platformVersion }),
});
