import type { Subject } from "./subjects";

/** Steps that change nothing: every repeat is harmless, and the answer is the same as without the fault. */

interface Reading {
  key: string;
  /** The special inputs, in words. */
  inputs?: string;
  params?: Record<string, unknown>;
  /** The fault meets the last request. */
  requests?: number;
}

const subjectOf =
  (kind: Subject["kind"]) =>
  ({ key, inputs, params = {}, requests = 1 }: Reading): Subject => ({
    kind,
    key,
    title: inputs === undefined ? key : `${key}, ${inputs}`,
    requestClass: "read",
    before: requests - 1,
    prepare: () => ({ params }),
  });

const fetch =
  '<fetch count="5"><entity name="account"><attribute name="name"/><order attribute="name"/></entity></fetch>';

const actions: Reading[] = [
  { key: "getCurrentUser" },
  { key: "getEntity", params: { entityType: "accounts", entityId: "accountnumber='A-1001'", fieldNames: ["name"] } },
  {
    key: "queryEntities",
    params: { entityType: "accounts", fieldNames: ["name"], orderByFieldNames: ["name"], recordsPerPage: "5" },
  },
  {
    key: "queryEntities",
    inputs: "Fetch All, third page",
    params: {
      entityType: "accounts",
      fieldNames: ["name"],
      orderByFieldNames: ["name"],
      recordsPerPage: "10",
      fetchAll: "true",
      maxRecords: "30",
    },
    requests: 3,
  },
  { key: "fetchXml", params: { entityType: "accounts", xmlQuery: fetch } },
  { key: "getEntityMetaData", params: { entityType: "lead" } },
  { key: "getEntitiesMetaData", params: { recordTypeFilter: ["lead"] }, requests: 2 },
  { key: "getAttribute", params: { entityId: "contact", attributeType: "fullname" } },
  { key: "queryAttributes", params: { entityId: "contact", attributeType: "Money" } },
];

const dataSources: Reading[] = [
  { key: "attributes", params: { entityType: "contacts" } },
  { key: "choices", params: { entityType: "accounts", field: "industrycode" }, requests: 2 },
  { key: "entities", params: { entityType: "contacts" }, requests: 2 },
  { key: "entityTypes" },
  { key: "getEntitiesMetaData", params: { recordTypeFilter: ["contact"] }, requests: 2 },
  { key: "lookupTargets", params: { entityType: "contacts", field: "parentcustomerid" }, requests: 2 },
  { key: "relationships", params: { entityType: "contacts" }, requests: 2 },
  { key: "solutions" },
  { key: "systemUsers" },
  { key: "tables" },
  { key: "views", params: { entityType: "accounts" }, requests: 2 },
];

const url = "accounts?$select=name&$orderby=name&$top=3";

function raw(key: string, inputs: string, requestClass: Subject["requestClass"], more: object): Subject {
  return {
    kind: "action",
    key,
    title: `${key}, GET, ${inputs}`,
    requestClass,
    prepare: () => ({ params: { url: key === "rawRequest" ? url : `/api/data/v9.2/${url}`, method: "GET", ...more } }),
  };
}

export const readingActions: Subject[] = [
  ...actions.map(subjectOf("action")),
  raw("rawRequest", "preset retries", "raw", {}),
  raw("rawRequest", "Max Retry Count 3", "rawRetried", { maxRetries: "3" }),
  raw("rawRequestV2", "Max Retry Count 3", "rawRetried", { maxRetries: "3" }),
  raw("rawRequestV2", "Max Retry Count 3, Retry On All Errors", "rawAllErrors", {
    maxRetries: "3",
    retryAllErrors: "true",
  }),
];

export const readingDataSources: Subject[] = dataSources.map(subjectOf("dataSource"));
