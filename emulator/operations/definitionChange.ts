import { checkSolution, type ChangeContext } from "../definitions/changes";
import type { RequestContext } from "../messages/requestContext";
import type { OperationResult } from "./operation";

/** Runs a change of definitions, which may also name the solution that what it changes becomes part of. */
export function runChange<Parameters extends { SolutionUniqueName?: string | null | undefined }>(
  change: (context: ChangeContext, parameters: Parameters) => OperationResult | void,
) {
  return ({ store, request, write }: RequestContext, parameters: Parameters): OperationResult => {
    checkSolution(store, parameters.SolutionUniqueName ?? request.headers["mscrm.solutionuniquename"]);
    return change({ store, newId: write.newId, mergesLabels: false }, parameters) ?? undefined;
  };
}
