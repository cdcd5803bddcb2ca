/** The body of a post: `RemoteExecutionContext` ([Webhooks]: request body). */
import type { Caller } from "../query";
import { contractDate, type Entity, entityReference, type Pair } from "./contract";
import type { Step } from "./steps";

/** One message on one row, or on none. */
export interface Occurrence {
  message: string;
  /** `none` where the message is of no table. */
  entityName: string;
  entityId: string;
  inputs: Pair[];
  outputs: Pair[];
  /** Columns of an update, which `filteringattributes` looks at. */
  changed?: string[];
}

/** The values that all contexts of one delivery share. */
export interface Circumstances {
  caller: Caller;
  organizationName: string;
  correlationId: string;
  requestId: string;
  operationId: string;
  createdOn: Date;
  sharedVariables: Pair[];
  step: Step;
}

export interface Images {
  before: { key: string; value: Entity }[];
  after: { key: string; value: Entity }[];
}

const mainOperation = 30;
const preValidation = 10;

/** Sandboxed plug-ins have 2; webhooks are sent with 1, as the published message shows. */
const isolationMode = 1;

/** @param parents the operations this one happened in as they were asked for, the innermost first */
export function executionContext(
  circumstances: Circumstances,
  occurrence: Occurrence,
  parents: Occurrence[],
  images: Images,
): object {
  return contextAt(circumstances, occurrence, circumstances.step.stage, parentContext(circumstances, parents), images);
}

function parentContext(circumstances: Circumstances, [parent, ...others]: Occurrence[]): object | null {
  if (parent === undefined) return null;
  const noImages: Images = { before: [], after: [] };
  return contextAt(circumstances, parent, mainOperation, parentContext(circumstances, others), noImages);
}

function contextAt(
  { caller, organizationName, correlationId, requestId, operationId, createdOn, sharedVariables, step }: Circumstances,
  { message, entityName, entityId, inputs, outputs }: Occurrence,
  stage: number,
  parent: object | null,
  images: Images,
): object {
  return {
    BusinessUnitId: caller.businessUnitId,
    CorrelationId: correlationId,
    Depth: 1,
    InitiatingUserId: caller.userId,
    InputParameters: inputs,
    IsExecutingOffline: false,
    IsInTransaction: !step.isAsynchronous && step.stage !== preValidation,
    IsOfflinePlayback: false,
    IsolationMode: isolationMode,
    MessageName: message,
    Mode: step.isAsynchronous ? 1 : 0,
    OperationCreatedOn: contractDate(createdOn, "+0000"),
    OperationId: operationId,
    OrganizationId: caller.organizationId,
    OrganizationName: organizationName,
    OutputParameters: outputs,
    OwningExtension: entityReference("sdkmessageprocessingstep", step.id, step.name),
    ParentContext: parent,
    PostEntityImages: images.after,
    PreEntityImages: images.before,
    PrimaryEntityId: entityId,
    PrimaryEntityName: entityName,
    RequestId: requestId,
    SecondaryEntityName: "none",
    SharedVariables: sharedVariables,
    Stage: stage,
    UserId: step.impersonatedUserId ?? caller.userId,
  };
}
