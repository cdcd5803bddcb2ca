/**
 * Failures between a client and the service, on request: the service protection limits, faults of the network, the
 * front door and the token, and the duration of operations. This folder decides on the fault of a request and keeps the
 * counts; the server applies the fault. The organization is not affected.
 */
import { OperationCosts } from "./costs";
import { ExpiredTokens } from "./expiredTokens";
import { FaultList } from "./faultList";
import { ServiceProtection } from "./serviceProtection";

export type { Visit } from "./announcement";
export { type RespondingFault, carryOut, type Cut, type Outcome, waitMs } from "./carryOut";
export type { Costs, OperationKind } from "./costs";
export { rawResponse, injectedError, tokenErrorResponse } from "./faultResponse";
export type { ActiveFault } from "./faultList";
export type { Fault, FaultRule, FaultRuleInput } from "./faults";
export { nullBindingRejection, withoutNullBindings } from "./nullBindings";
export { InvalidInput } from "./input";
export type { LimitKind, Limits, LimitsInput, LimitsReport, UserReport } from "./limits";
export type { RemainingUse } from "./serviceProtection";

export interface Disturbance {
  limits: ServiceProtection;
  faults: FaultList;
  costs: OperationCosts;
  expiredTokens: ExpiredTokens;
}

/** @param now the clock of the limits' windows */
export function createDisturbance(now: () => Date): Disturbance {
  return {
    limits: new ServiceProtection(now),
    faults: new FaultList(),
    costs: new OperationCosts(),
    expiredTokens: new ExpiredTokens(),
  };
}
