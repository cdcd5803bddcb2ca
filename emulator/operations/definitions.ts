/** The functions and actions on definitions; what they do is `definitions`' own. */
import { invalidArgument } from "../errors/rejections";
import {
  checkPublishXml,
  checkSolution,
  createMultiTableLookup,
  deleteOptionValue,
  eligibleTables,
  insertOptionValue,
  insertStatusValue,
  isEligible,
  orderOption,
  reactivateKey,
  updateOptionValue,
  updateStateValue,
  type ChangeContext,
} from "../definitions/changes";
import { retrieveMetadataChanges } from "../definitions/changesSince";
import { isJsonObject, type JsonObject } from "../records";
import type { RequestContext } from "../messages/requestContext";
import type { Operation, OperationResult } from "./operation";

const optional = { optional: true };

type Change = (context: ChangeContext, parameters: JsonObject) => OperationResult | void;

/** An action that may place what it changes in a solution. */
function change(name: string, required: string[], others: string[], run: Change): Operation {
  return {
    name,
    kind: "action",
    parameters: {
      ...Object.fromEntries(required.map((parameter) => [parameter, {}])),
      ...Object.fromEntries([...others, "SolutionUniqueName"].map((parameter) => [parameter, optional])),
    },
    run: ({ store, request, write }: RequestContext, parameters) => {
      const solution = parameters["SolutionUniqueName"] ?? request.headers["mscrm.solutionuniquename"];
      checkSolution(store, typeof solution === "string" ? solution : undefined);
      return run({ store, newId: write.newId, mergesLabels: false }, parameters) ?? undefined;
    },
  };
}

/** A global choice by its name, or a column's own. */
const optionSet = ["OptionSetName", "EntityLogicalName", "AttributeLogicalName"];
const option = ["Description", "Color", "ExternalValue", "ParentValues"];

const optionActions: Operation[] = [
  change("InsertOptionValue", ["Label"], [...optionSet, ...option, "Value"], insertOptionValue),
  change("InsertStatusValue", ["Label", "StateCode"], [...optionSet, ...option, "Value"], insertStatusValue),
  change("UpdateOptionValue", ["Value", "MergeLabels"], [...optionSet, ...option, "Label"], updateOptionValue),
  change(
    "UpdateStateValue",
    ["Value", "MergeLabels"],
    [...optionSet, ...option, "Label", "DefaultStatusCode"],
    updateStateValue,
  ),
  change("OrderOption", ["Values"], optionSet, orderOption),
  change("DeleteOptionValue", ["Value"], optionSet, deleteOptionValue),
];

const lookupActions = (
  [
    ["CreatePolymorphicLookupAttribute", "Lookup"],
    ["CreateCustomerRelationships", "Customer"],
  ] as const
).map(([name, type]) =>
  change(
    name,
    ["OneToManyRelationships", "Lookup"],
    [],
    (context, { OneToManyRelationships: list, Lookup: lookup }) => {
      if (!isJsonObject(lookup)) throw invalidArgument("Lookup must be the definition of a lookup attribute.");
      if (!Array.isArray(list) || !list.every(isJsonObject)) {
        throw invalidArgument("OneToManyRelationships must be a collection of relationship definitions.");
      }
      return createMultiTableLookup(context, lookup, list, type);
    },
  ),
);

const reactivateEntityKey = change(
  "ReactivateEntityKey",
  ["EntityLogicalName", "EntityKeyLogicalName"],
  [],
  (context, parameters) =>
    reactivateKey(context, textOf(parameters, "EntityLogicalName"), textOf(parameters, "EntityKeyLogicalName")),
);

const publishing: Operation[] = [
  {
    name: "PublishXml",
    kind: "action",
    parameters: { ParameterXml: {} },
    run: ({ store }, parameters) => {
      checkPublishXml(store.catalog, textOf(parameters, "ParameterXml"));
      return undefined;
    },
  },
  { name: "PublishAllXml", kind: "action", parameters: {}, run: () => undefined },
];

const eligibility: Operation[] = [
  ...["CanBeReferenced", "CanBeReferencing", "CanManyToMany"].map((name): Operation => ({
    name,
    kind: "action",
    parameters: { EntityName: {} },
    run: ({ store }, parameters) => ({ [name]: isEligible(store.catalog, textOf(parameters, "EntityName")) }),
  })),
  validTables("GetValidManyToMany"),
  validTables("GetValidReferencedEntities", "ReferencingEntityName"),
  validTables("GetValidReferencingEntities", "ReferencedEntityName"),
];

/** The other ends that a table, when one is given, may have relationships with. */
function validTables(name: string, of?: string): Operation {
  return {
    name,
    kind: "function",
    parameters: of === undefined ? {} : { [of]: optional },
    run: ({ store }, parameters) => {
      const given = of === undefined ? undefined : parameters[of];
      const isOpen = typeof given !== "string" || isEligible(store.catalog, given);
      return { EntityNames: isOpen ? eligibleTables(store.catalog) : [] };
    },
  };
}

const metadataChanges: Operation = {
  name: "RetrieveMetadataChanges",
  kind: "function",
  parameters: {
    Query: optional,
    DeletedMetadataFilters: optional,
    ClientVersionStamp: optional,
    AppModuleId: optional,
    RetrieveAllSettings: optional,
  },
  run: ({ store }, { Query: query, DeletedMetadataFilters: filters, ClientVersionStamp: stamp }) =>
    retrieveMetadataChanges(store, {
      query,
      ...(typeof filters === "string" ? { deletedMetadataFilters: filters } : {}),
      ...(typeof stamp === "string" ? { clientVersionStamp: stamp } : {}),
    }),
};

function textOf(parameters: JsonObject, name: string): string {
  const value = parameters[name];
  if (typeof value !== "string") throw invalidArgument(`${name} must be a string.`);
  return value;
}

export const definitionOperations: Operation[] = [
  ...optionActions,
  ...lookupActions,
  reactivateEntityKey,
  ...publishing,
  ...eligibility,
  metadataChanges,
];
