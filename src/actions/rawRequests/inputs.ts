import { input } from "@prismatic-io/spectral";
import { boolean, keyValueList, oneOf, optionalWholeNumber, requiredText, wholeNumber } from "../../inputs/clean/text";
import { headerMap, textMap, textPairs } from "../../inputs/clean/keyValues";

/** The inputs of both raw requests; they differ only in where a relative path begins. */

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
const responseTypes = ["json", "text", "binary"] as const;
/** The names the SDK's own raw requests use for the same things. */
const sdkNames = new Map<string, (typeof responseTypes)[number]>([
  ["arraybuffer", "binary"],
  ["document", "text"],
]);
const anyDuration = { smallest: 0, largest: 24 * 60 * 60_000 };

const url = input({
  label: "URL",
  type: "string",
  required: true,
  placeholder: "Enter URL",
  comments:
    "Input the path only (/api/data/v9.2/accounts?$select=name). The base URL is already included (https://my-org.api.crm.dynamics.com). For example, to connect to https://my-org.api.crm.dynamics.com/api/data/v9.2/accounts?$select=name, only /api/data/v9.2/accounts?$select=name is entered in this field.",
  example: "/api/data/v9.2/accounts?$select=name",
  clean: requiredText("URL", "for example /api/data/v9.2/accounts?$select=name"),
});

const method = input({
  label: "Method",
  type: "string",
  required: true,
  model: methods.map((name) => ({ label: name, value: name })),
  placeholder: "Select method",
  comments: "The HTTP method to use.",
  example: "GET",
  clean: (value: unknown) => oneOf("Method", methods, "GET")(requiredText("Method", "for example GET")(value)),
});

const data = input({
  label: "Data",
  type: "string",
  required: false,
  placeholder: "Enter request body",
  comments: "The HTTP body payload to send to the URL.",
  example: '{"name": "Contoso"}',
  clean: (value: unknown) => value,
});

const formData = input({
  label: "Form Data",
  type: "string",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Enter value",
  comments: "The Form Data to be sent as a multipart form upload.",
  example: "Quarterly report",
  clean: keyValueList("Form Data"),
});

const fileData = input({
  label: "File Data",
  type: "string",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Reference a file",
  comments: "File Data to be sent as a multipart form upload.",
  example: "The results of an earlier download step",
  clean: keyValueList("File Data"),
});

const fileDataFileNames = input({
  label: "File Data File Names",
  type: "string",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Enter file name",
  comments: "File names to apply to the file data inputs. Keys must match the file data keys above.",
  example: "contract.pdf",
  clean: (value: unknown) => textMap("File Data File Names")(value),
});

const queryParams = input({
  label: "Query Parameter",
  type: "string",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Enter value",
  comments:
    "A list of query parameters to send with the request. This is the portion at the end of the URL similar to ?key1=value1&key2=value2.",
  example: "name,accountnumber",
  clean: (value: unknown) => textPairs("Query Parameter")(value),
});

const headers = input({
  label: "Header",
  type: "string",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Enter value",
  comments: "A list of headers to send with the request. The connection's own Authorization header always wins.",
  example: 'odata.include-annotations="*"',
  clean: (value: unknown) => headerMap("Header")(value),
});

const responseType = input({
  label: "Response Type",
  type: "string",
  default: "json",
  model: [
    { label: "JSON", value: "json" },
    { label: "Text", value: "text" },
    { label: "Binary", value: "binary" },
  ],
  placeholder: "Select response type",
  comments: "The type of data expected in the response. JSON, text, or binary data can be requested.",
  example: "json",
  clean: (value: unknown) => oneOf("Response Type", responseTypes, "json", sdkNames)(value),
});

const timeout = input({
  label: "Timeout",
  type: "string",
  required: false,
  placeholder: "Enter timeout",
  comments:
    "The maximum time that a client will await a response to its request, in milliseconds. When empty, it is 120000.",
  example: "30000",
  clean: (value: unknown) => optionalWholeNumber("Timeout", anyDuration)(value) || undefined,
});

const debugRequest = input({
  label: "Debug Request",
  type: "boolean",
  required: false,
  default: "false",
  placeholder: "false",
  comments: "Enabling this flag will log out the current request. Secrets are left out.",
  example: "true",
  clean: boolean("Debug Request", false),
});

const retryDelayMS = input({
  label: "Retry Delay (ms)",
  type: "string",
  required: false,
  default: "0",
  placeholder: "Enter retry delay",
  comments: "The delay in milliseconds between retries. This is used when 'Use Exponential Backoff' is disabled.",
  example: "1000",
  clean: wholeNumber("Retry Delay (ms)", anyDuration, 0),
});

const retryAllErrors = input({
  label: "Retry On All Errors",
  type: "boolean",
  required: false,
  default: "false",
  placeholder: "false",
  comments:
    "If true, retries on all erroneous responses regardless of type. This is helpful when retrying after HTTP 429 or other 3xx or 4xx errors. Otherwise, only retries on HTTP 5xx and network errors, and a POST only when it did not reach the server.",
  example: "true",
  clean: boolean("Retry On All Errors", false),
});

const maxRetries = input({
  label: "Max Retry Count",
  type: "string",
  required: false,
  default: "0",
  placeholder: "Enter max retry count",
  comments: "The maximum number of retries to attempt. Specify 0 for no retries.",
  example: "3",
  clean: wholeNumber("Max Retry Count", { smallest: 0, largest: 100 }, 0),
});

const useExponentialBackoff = input({
  label: "Use Exponential Backoff",
  type: "boolean",
  required: false,
  default: "false",
  placeholder: "false",
  comments:
    "Specifies whether to use a pre-defined exponential backoff strategy for retries. When enabled, 'Retry Delay (ms)' is ignored.",
  example: "true",
  clean: boolean("Use Exponential Backoff", false),
});

/** In the order of the designer. */
export const rawRequestInputs = {
  url,
  method,
  data,
  formData,
  fileData,
  fileDataFileNames,
  queryParams,
  headers,
  responseType,
  timeout,
  debugRequest,
  retryDelayMS,
  retryAllErrors,
  maxRetries,
  useExponentialBackoff,
};
