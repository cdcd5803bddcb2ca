/**
 * Unit tests of low-code flows, written as YAML: each sets a scene in an emulated organization, faults and limits
 * included, runs a flow through the component, and compares what the steps returned, what became of the rows and how
 * many requests it took. For people who build integrations and do not write code; `runFlow` is for those who do.
 */
export { InvalidFlowTestError, loadFlowTests, type LoadedFlowTests } from "./load";
export { runFlowTest, type FlowTestOptions, type FlowTestResult } from "./run";
