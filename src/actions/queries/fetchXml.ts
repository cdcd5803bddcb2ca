import { booleanInput, cleanedInput, textInput } from "../../inputs/cleanedInput";
import { annotationNames } from "../../inputs/clean/queries";
import { optionalGuid } from "../../inputs/clean/records";
import { structuredMembers } from "../../inputs/clean/structured";
import { optionalText, optionalWholeNumber, verbatimText } from "../../inputs/clean/text";
import { connection } from "../../inputs/connection";
import { runFetchXml } from "../../operations/queries/fetchXml";
import { readAction } from "../webApiAction";
import example from "./fetchXml.example.json";
import { count, isComplete, value } from "./outputs";

/** The contract requires it, and a query that names its table works without it. */
const entityType = textInput({
  label: "Entity Type",
  required: true,
  placeholder: "Enter entity type",
  comments:
    "The type of Entity to query, usually a pluralized name. It must be the table of the query's entity element; when it is the logical name, the entity set is looked up.",
  example: "accounts",
  dataSource: "entityTypes",
  clean: optionalText,
});

const exampleQuery = `<fetch count="50">
  <entity name="account">
    <attribute name="name" />
    <filter>
      <condition attribute="statecode" operator="eq" value="0" />
    </filter>
  </entity>
</fetch>`;

const xmlQuery = cleanedInput({
  label: "XML Query",
  type: "code",
  language: "xml",
  required: true,
  placeholder: "Enter FetchXML query",
  comments: "An XML query string to use as a Fetch query in Microsoft Dynamics 365.",
  example: exampleQuery,
  clean: (label) =>
    verbatimText(label, `for example <fetch><entity name="account"><attribute name="name"/></entity></fetch>`),
});

const includeAnnotations = textInput({
  label: "Include Annotations",
  required: false,
  placeholder: "Enter annotation names",
  comments: "The annotations to include with the result: names separated by commas, or * for all of them.",
  example: "OData.Community.Display.V1.FormattedValue",
  clean: annotationNames,
});

const pageNumber = textInput({
  label: "Page Number",
  required: false,
  placeholder: "Enter page number",
  comments:
    "The page to request: nextPage from the previous result's PagingInfo. It takes precedence over the page of the query itself.",
  example: "2",
  clean: (label) => optionalWholeNumber(label, { smallest: 1, largest: 2_147_483_647 }),
});

const nextPageId = textInput({
  label: "Next Page Id",
  required: false,
  placeholder: "Reference the cookie",
  comments:
    "The id or cookie to use for retrieving the next page of results when paginating through a large result set: cookie from the previous result's PagingInfo.",
  example:
    '<cookie page="1"><accountid last="{11111111-2222-3333-4444-555555555555}" first="{00000000-2222-3333-4444-555555555555}" /></cookie>',
  clean: optionalText,
});

const pagination = {
  label: "Pagination",
  type: "structuredObject",
  comments:
    "The page to request, as an alternative to Page Number and Next Page Id. Values that are entered here take precedence.",
  inputs: { pageNumber, nextPageId },
} as const;

const paginationMembers = structuredMembers(pagination.label, pagination.inputs);

const impersonateUserId = textInput({
  label: "Impersonate User Id",
  required: false,
  placeholder: "Enter user ID",
  comments: "The GUID of a user to impersonate when running the query.",
  example: "11111111-2222-3333-4444-555555555555",
  dataSource: "systemUsers",
  clean: optionalGuid,
});

const fetchAll = booleanInput({
  label: "Fetch All",
  required: false,
  default: false,
  comments:
    "When true, the requested page and every page after it are retrieved. A query without a count reads pages of 5,000.",
});

export const fetchXml = readAction({
  label: "[CRM] Run Fetch XML Query",
  description: "Execute a fetch XML query against a Microsoft Dynamics 365 CRM instance.",
  inputs: {
    entityType,
    xmlQuery,
    includeAnnotations,
    pageNumber,
    nextPageId,
    impersonateUserId,
    connection,
    pagination,
    fetchAll,
  },
  perform: (client, { pagination: given, ...query }) => runFetchXml(client, { ...query, ...paginationMembers(given) }),
  example,
  output: {
    type: "object",
    properties: {
      value,
      PagingInfo: {
        type: "object",
        description: "The values for the next page; absent when no records are left.",
        properties: {
          cookie: { type: "string", description: "For the input Next Page Id." },
          page: { type: "integer", description: "The page that was read." },
          nextPage: { type: "integer", description: "For the input Page Number." },
        },
        required: ["cookie", "page", "nextPage"],
        additionalProperties: false,
      },
      "@odata.count": count,
      isComplete,
    },
    required: ["value", "isComplete"],
    // The service's own annotations, such as @Microsoft.Dynamics.CRM.morerecords.
    additionalProperties: true,
  },
});
