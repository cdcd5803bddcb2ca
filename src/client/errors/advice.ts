import type { RetryDecision } from "../retry/policy";
import { errorCode } from "./codes";

/** Sentences that follow the description of a failure: what to check, or to change. Pure. */
export function adviceOn(status: number, code: string | undefined): string | undefined {
  if (status === 401) return "The access token was rejected: reconnect the connection.";
  if (code === errorCode.userNotMemberOfOrg) {
    return "In the Power Platform admin center, add the app registration as an application user of this environment.";
  }
  if (code === errorCode.userNotAssignedRoles) {
    return "In the Power Platform admin center, assign a security role to this user.";
  }
  if (status >= 300 && status < 400) {
    return "Redirects are not followed, so that the access token stays with the organization.";
  }
  return undefined;
}

const defaultRepeatHint = "Check the record before running the step again.";

/** `hint` is the request's own way to make a repeat safe. */
export function unknownOutcome(hint = defaultRepeatHint): string {
  return `It is unknown whether Dataverse carried the request out. ${hint}`;
}

/** For failures that the reader can do something about. */
export function reasonNotRetried(decision: RetryDecision | undefined): string | undefined {
  if (decision === undefined || decision.retry) return undefined;
  if (decision.because === "deadline") {
    const seconds = Math.ceil((decision.delayMs ?? 0) / 1_000);
    return `The wait of ${seconds} s before a retry is longer than the time left for this step.`;
  }
  return decision.because === "budget" ? "Too many requests have failed recently, so it was not retried." : undefined;
}
