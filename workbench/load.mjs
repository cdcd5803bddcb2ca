/** The same for `import`: the names that `load.js` gives at run time, which Node cannot read out of CommonJS. */
import workbench from "./load.js";

export const {
  checkIntegration,
  connectTo,
  createEmulator,
  createWebApi,
  errorMessage,
  fetchToken,
  FlowFailedError,
  InvalidFlowTestError,
  InvalidIntegrationError,
  loadComponent,
  loadFlowTests,
  loadIntegration,
  problemText,
  readTriggerRequest,
  runFlow,
  runFlowTest,
} = workbench;
export default workbench;
