/** The inputs of both raw requests; they differ only in where a relative path begins. */
import { booleanInput, textInput } from "../../inputs/cleanedInput";
import { headerMap, keyValueList, textMap, textPairs } from "../../inputs/clean/keyValues";
import { oneOf, optionalWholeNumber, requiredText, wholeNumber } from "../../inputs/clean/text";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
const responseTypes = ["json", "text", "binary"] as const;
/** The names the SDK's own raw requests use for the same things. */
const sdkNames = new Map<string, (typeof responseTypes)[number]>([
  ["arraybuffer", "binary"],
  ["document", "text"],
]);
const anyDuration = { smallest: 0, largest: 24 * 60 * 60_000 };

const url = textInput({
  label: "URL",
  required: true,
  placeholder: "Enter URL",
  comments:
    "Input the path only (/api/data/v9.2/accounts?$select=name). The base URL is already included (https://my-org.api.crm.dynamics.com). For example, to connect to https://my-org.api.crm.dynamics.com/api/data/v9.2/accounts?$select=name, only /api/data/v9.2/accounts?$select=name is entered in this field.",
  example: "/api/data/v9.2/accounts?$select=name",
  clean: (label) => requiredText(label, "for example /api/data/v9.2/accounts?$select=name"),
});

const method = textInput({
  label: "Method",
  required: true,
  model: methods.map((name) => ({ label: name, value: name })),
  placeholder: "Select method",
  comments: "The HTTP method to use.",
  example: "GET",
  clean: (label) => (value) => oneOf(label, methods, "GET")(requiredText(label, "for example GET")(value)),
});

const data = textInput({
  label: "Data",
  required: false,
  placeholder: "Enter request body",
  comments: "The body of the request: an object, text or a file.",
  example: '{"name": "Contoso"}',
  clean: () => (value) => value,
});

const formData = textInput({
  label: "Form Data",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Enter value",
  comments: "The Form Data to be sent as a multipart form upload.",
  example: "Quarterly report",
  clean: keyValueList,
});

const fileData = textInput({
  label: "File Data",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Reference a file",
  comments: "File Data to be sent as a multipart form upload.",
  example: "The results of an earlier download step",
  clean: keyValueList,
});

const fileDataFileNames = textInput({
  label: "File Data File Names",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Enter file name",
  comments: "File names to apply to the file data inputs. Keys must match the file data keys above.",
  example: "contract.pdf",
  clean: textMap,
});

const queryParams = textInput({
  label: "Query Parameter",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Enter value",
  comments:
    "A list of query parameters to send with the request. This is the portion at the end of the URL similar to ?key1=value1&key2=value2.",
  example: "name,accountnumber",
  clean: textPairs,
});

const headers = textInput({
  label: "Header",
  collection: "keyvaluelist",
  required: false,
  placeholder: "Enter value",
  comments: "A list of headers to send with the request. The connection's own Authorization header always wins.",
  example: 'odata.include-annotations="*"',
  clean: headerMap,
});

const responseType = textInput({
  label: "Response Type",
  default: "json",
  model: [
    { label: "JSON", value: "json" },
    { label: "Text", value: "text" },
    { label: "Binary", value: "binary" },
  ],
  placeholder: "Select response type",
  comments: "The type of data expected in the response. JSON, text, or binary data can be requested.",
  example: "json",
  clean: (label) => oneOf(label, responseTypes, "json", sdkNames),
});

const timeout = textInput({
  label: "Timeout",
  required: false,
  placeholder: "Enter timeout",
  comments: "The longest time to wait for the response, in milliseconds. When empty, it is 120000.",
  example: "30000",
  clean: (label) => (value) => optionalWholeNumber(label, anyDuration)(value) || undefined,
});

const debugRequest = booleanInput({
  label: "Debug Request",
  required: false,
  default: false,
  comments: "When true, the request is logged with its secrets redacted.",
});

const retryDelayMS = textInput({
  label: "Retry Delay (ms)",
  required: false,
  default: "0",
  placeholder: "Enter retry delay",
  comments: "The delay in milliseconds between retries. This is used when 'Use Exponential Backoff' is disabled.",
  example: "1000",
  clean: (label) => wholeNumber(label, anyDuration, 0),
});

const retryAllErrors = booleanInput({
  label: "Retry On All Errors",
  required: false,
  default: false,
  comments:
    "If true, retries on all erroneous responses regardless of type. This is helpful when retrying after HTTP 429 or other 3xx or 4xx errors. Otherwise, only retries on HTTP 5xx and network errors, and a POST only when it did not reach the server.",
});

const maxRetries = textInput({
  label: "Max Retry Count",
  required: false,
  default: "0",
  placeholder: "Enter max retry count",
  comments: "The maximum number of retries to attempt. Specify 0 for no retries.",
  example: "3",
  clean: (label) => wholeNumber(label, { smallest: 0, largest: 100 }, 0),
});

const useExponentialBackoff = booleanInput({
  label: "Use Exponential Backoff",
  required: false,
  default: false,
  comments:
    "Specifies whether to use a pre-defined exponential backoff strategy for retries. When enabled, 'Retry Delay (ms)' is ignored.",
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
