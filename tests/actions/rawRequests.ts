import type { Row } from "../reliability/subjects";
import type { ActionCases } from "./actionCase";
import { accountsNamed } from "./rows";

const pharma = { $select: "name", $filter: "accountnumber eq 'A-1013'" };
const path = "accounts?$select=name&$orderby=name&$top=3";

function get(url: string, inputs: string, requestClass: Row["requestClass"], more: object = {}): Row {
  return { inputs: `GET, ${inputs}`, requestClass, prepare: () => ({ params: { url, method: "GET", ...more } }) };
}

export const rawRequests: ActionCases = {
  rawRequest: {
    example: { params: () => ({ url: "accounts", method: "GET", queryParams: pharma }) },
    reliability: [
      get(path, "preset retries", "raw"),
      get(path, "Max Retry Count 3", "rawRetried", { maxRetries: "3" }),
    ],
  },
  rawRequestV2: {
    example: { params: () => ({ url: "/api/data/v9.2/accounts", method: "GET", queryParams: pharma }) },
    reliability: [
      {
        inputs: "POST, Max Retry Count 3",
        requestClass: "rawPost",
        prepare: (world, tag) => ({
          params: { url: "/api/data/v9.2/accounts", method: "POST", data: { name: tag }, maxRetries: "3" },
          timesDone: () => accountsNamed(world, tag),
        }),
      },
      get(`/api/data/v9.2/${path}`, "Max Retry Count 3", "rawRetried", { maxRetries: "3" }),
      get(`/api/data/v9.2/${path}`, "Max Retry Count 3, Retry On All Errors", "rawAllErrors", {
        maxRetries: "3",
        retryAllErrors: "true",
      }),
    ],
  },
};
