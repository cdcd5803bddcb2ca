import { booleanInput, textInput } from "../../inputs/cleanedInput";
import {
  defaultRecordsPerPage,
  filter,
  orderings,
  pageSize,
  pageSizeFor,
  positiveNumber,
} from "../../inputs/clean/queries";
import { optionalText } from "../../inputs/clean/text";
import { connection } from "../../inputs/connection";
import { entityType, expandPropertyNames, fieldNames } from "../../inputs/records";
import { queryRecords } from "../../operations/queries/odata";
import { readAction } from "../webApiAction";
import { count, isComplete, value } from "./outputs";
import example from "./queryEntities.example.json";

const filterExpression = textInput({
  label: "Filter Expression",
  required: false,
  placeholder: "Enter filter expression",
  comments:
    "The filter expression that is used for querying entity collections, in OData's syntax with text in apostrophes.",
  example: "statecode eq 0 and startswith(name,'Contoso')",
  clean: filter,
});

const orderByFieldNames = textInput({
  label: "Order By Field Name",
  collection: "valuelist",
  required: false,
  placeholder: "Enter field name",
  comments: "The names of the fields to order by, each optionally followed by asc or desc.",
  example: "createdon desc",
  dataSource: "attributes",
  clean: orderings,
});

const recordsPerPage = textInput({
  label: "Records Per Page",
  default: String(defaultRecordsPerPage),
  placeholder: "Enter records per page",
  comments:
    "The number of records to retrieve per page, from 1 to 5,000. With Fetch All, the default is raised to 5,000.",
  example: "500",
  clean: pageSize,
});

const nextPageId = textInput({
  label: "Next Page Id",
  required: false,
  placeholder: "Reference oDataNextLink",
  comments:
    "The id or cookie to use for retrieving the next page of results when paginating through a large result set: the oDataNextLink of the previous page. It contains the complete query, so all other inputs except Records Per Page are ignored.",
  example:
    "https://contoso.crm.dynamics.com/api/data/v9.2/accounts?$select=name&$skiptoken=%3Ccookie%20pagenumber=%222%22",
  clean: optionalText,
});

const fetchAll = booleanInput({
  label: "Fetch All",
  required: false,
  default: false,
  comments: "When true, every page is retrieved, up to Max Records.",
});

const maxRecords = textInput({
  label: "Max Records",
  required: false,
  placeholder: "Enter maximum number of records",
  comments:
    "The largest number of records to retrieve. When more records match, isComplete is false and oDataNextLink continues after the last one.",
  example: "10000",
  clean: positiveNumber,
});

const includeCount = booleanInput({
  label: "Include Count",
  required: false,
  default: false,
  comments: "When true, @odata.count is the number of all matching records, up to 5,000.",
});

export const queryEntities = readAction({
  label: "[CRM] Query Entities",
  description: "Query for Microsoft Dynamics 365 CRM entity records that satisfy the filter expression.",
  inputs: {
    entityType,
    fieldNames,
    filterExpression,
    orderByFieldNames,
    expandPropertyNames,
    recordsPerPage,
    nextPageId,
    connection,
    fetchAll,
    maxRecords,
    includeCount,
  },
  perform: (client, query) =>
    queryRecords(client, { ...query, recordsPerPage: pageSizeFor(query.fetchAll, query.recordsPerPage) }),
  example,
  output: {
    type: "object",
    properties: {
      value,
      "@odata.nextLink": { type: "string", description: "Leads to the records that follow." },
      oDataNextLink: { type: "string", description: "The same link, for the input Next Page Id." },
      "@odata.count": count,
      isComplete,
    },
    required: ["value", "isComplete"],
    additionalProperties: false,
  },
});
