import { DataverseError } from "./client";
import { connectionError, errorHook, translateClientError } from "./platformErrors";

const connection = {
  key: "clientCredentials",
  configVarKey: "Dynamics Connection",
  fields: { webApiUrl: "https://contoso.crm.dynamics.com", clientSecret: "s3cret-value" },
  token: { access_token: "token-value" },
};
function failure(given: object) {
  return new DataverseError("Get record failed", {
    operation: "Get record",
    isTransient: false,
    attempts: 1,
    ...given,
  });
}

describe("the error hook", () => {
  it.each([failure({ status: 404 }), connectionError(connection, "No token"), new TypeError("x")])(
    "passes %s through, however often it is applied",
    (error) => {
      expect(errorHook(errorHook(error))).toBe(error);
    },
  );

  it("converts any other thrown value to an error without its content", () => {
    expect(errorHook("plain text").message).toBe("plain text");
    expect(errorHook({ config: { headers: { Authorization: "Bearer token-value" } } }).message).not.toContain(
      "token-value",
    );
    expect(errorHook(undefined).message).toBe("The step failed without an error message.");
  });
});

it.each([
  [{ status: 401 }, true],
  [{ status: 403, code: "0x80072560" }, true],
  [{ status: 403, code: "0x80042f09" }, true],
  [{ networkCode: "ENOTFOUND" }, true],
  [{ networkCode: "CERT_HAS_EXPIRED" }, true],
  [{ status: 403, code: "0x80040220" }, false],
  [{ status: 404 }, false],
  [{ networkCode: "ECONNRESET" }, false],
])("asks for a better connection after %p: %s", (given, expected) => {
  const error = translateClientError(connection, failure(given), { isImpersonated: false });
  expect(error.name).toBe(expected ? "ConnectionError" : "DataverseError");
  expect(JSON.stringify(error)).not.toMatch(/s3cret-value|token-value/);
});

it("reports a rejected connection with the details of the request's own error", () => {
  const given = { status: 401, code: "0x80040204", requestId: "r-1", serverMessage: "Expired" };
  const error = translateClientError(connection, failure(given), { isImpersonated: false });
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    ...given,
    name: "ConnectionError",
    message: "Get record failed",
    operation: "Get record",
    isTransient: false,
    connection: { key: "clientCredentials" },
  });
});

it("does not blame the connection for the user that a step runs as", () => {
  const impersonated = (given: object) => translateClientError(connection, failure(given), { isImpersonated: true });
  expect(impersonated({ status: 403, code: "0x80042f09" }).name).toBe("DataverseError");
  expect(impersonated({ status: 401 }).name).toBe("ConnectionError");
});
