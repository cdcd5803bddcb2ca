import { input } from "@prismatic-io/spectral";
import { boolean, optionalText, optionalWholeNumber, verbatimText } from "../../inputs/clean/text";
import { annotationNames } from "../../inputs/clean/queries";
import { optionalGuid } from "../../inputs/clean/records";

const exampleQuery = `<fetch count="50">
  <entity name="account">
    <attribute name="name" />
    <filter>
      <condition attribute="statecode" operator="eq" value="0" />
    </filter>
  </entity>
</fetch>`;

/** Inputs of the FetchXML query; its Entity Type may be left to the query. */

export const fetchEntityType = input({
  label: "Entity Type",
  type: "string",
  required: true,
  placeholder: "Enter entity type",
  comments:
    "The type of Entity to query, usually a pluralized name. It must be the table of the query's entity element; when it is the logical name, the entity set is looked up.",
  example: "accounts",
  dataSource: "entityTypes",
  clean: optionalText("Entity Type"),
});

export const xmlQuery = input({
  label: "XML Query",
  type: "code",
  language: "xml",
  required: true,
  placeholder: "Enter FetchXML query",
  comments: "An XML query string to use as a Fetch query in Microsoft Dynamics 365.",
  example: exampleQuery,
  clean: verbatimText(
    "XML Query",
    `for example <fetch><entity name="account"><attribute name="name"/></entity></fetch>`,
  ),
});

export const includeAnnotations = input({
  label: "Include Annotations",
  type: "string",
  required: false,
  placeholder: "Enter annotation names",
  comments: "Specifies annotations to include with the result: names separated by commas, or * for all of them.",
  example: "OData.Community.Display.V1.FormattedValue",
  clean: annotationNames("Include Annotations"),
});

export const pageNumber = input({
  label: "Page Number",
  type: "string",
  required: false,
  placeholder: "Enter page number",
  comments: "The page number to request: the page of the PagingInfo before. It wins over the query's own page.",
  example: "2",
  clean: optionalWholeNumber("Page Number", { smallest: 1, largest: 2_147_483_647 }),
});

export const nextPageCookie = input({
  label: "Next Page Id",
  type: "string",
  required: false,
  placeholder: "Reference the cookie",
  comments:
    "The id or cookie to use for retrieving the next page of results when paginating through a large result set: the cookie of the PagingInfo before.",
  example:
    '<cookie page="1"><accountid last="{11111111-2222-3333-4444-555555555555}" first="{00000000-2222-3333-4444-555555555555}" /></cookie>',
  clean: optionalText("Next Page Id"),
});

export const impersonateUserId = input({
  label: "Impersonate User Id",
  type: "string",
  required: false,
  placeholder: "Enter user ID",
  comments: "Specifies the GUID of a user to impersonate when executing the query.",
  example: "11111111-2222-3333-4444-555555555555",
  dataSource: "systemUsers",
  clean: optionalGuid("Impersonate User Id"),
});

export const fetchAllPages = input({
  label: "Fetch All",
  type: "boolean",
  required: false,
  default: "false",
  placeholder: "false",
  comments:
    "When true, every page from the requested one on is retrieved. A query without a count reads pages of 5,000.",
  example: "true",
  clean: boolean("Fetch All", false),
});
