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
