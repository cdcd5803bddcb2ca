import { readRow } from "../reliability/subjects";
import type { ActionCases } from "./actionCase";

const topAccounts =
  '<fetch count="2"><entity name="account"><attribute name="name"/><order attribute="name"/>' +
  '<filter><condition attribute="name" operator="begins-with" value="Co"/></filter></entity></fetch>';

const fiveAccounts =
  '<fetch count="5"><entity name="account"><attribute name="name"/><order attribute="name"/></entity></fetch>';

const byName = { entityType: "accounts", fieldNames: ["name"], orderByFieldNames: ["name"] };

export const queries: ActionCases = {
  queryEntities: {
    example: {
      after: ["createEntity"],
      params: () => ({
        entityType: "accounts",
        fieldNames: ["name", "accountnumber", "revenue"],
        filterExpression: "startswith(name,'Co')",
        orderByFieldNames: ["name"],
        recordsPerPage: "2",
        includeCount: "true",
      }),
    },
    reliability: [
      readRow({ ...byName, recordsPerPage: "5" }),
      readRow(
        { ...byName, recordsPerPage: "10", fetchAll: "true", maxRecords: "30" },
        { inputs: "Fetch All, third page", requests: 3 },
      ),
    ],
  },
  fetchXml: {
    example: { params: () => ({ entityType: "accounts", xmlQuery: topAccounts }) },
    reliability: [readRow({ entityType: "accounts", xmlQuery: fiveAccounts })],
  },
};
