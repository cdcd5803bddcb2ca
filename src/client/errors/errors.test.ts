import { errorFromNetwork, errorFromResponse, normalizeCode } from "./errors";

const answer = (body: string, more: object = {}) =>
  errorFromResponse({ operation: "Get record of accounts", status: 404, headers: {}, body, attempts: 1, ...more });

describe("errorFromResponse", () => {
  it("says what was tried, what Dataverse said, and what support asks for", () => {
    const error = answer('{"error":{"code":"0x80040217","message":"account With Id = 1 Does Not Exist"}}', {
      headers: { req_id: "6f0f7c52-1111-4222-8333-944444444444" },
      attempts: 3,
    });
    expect(error.message).toBe(
      "Get record of accounts failed: account With Id = 1 Does Not Exist (HTTP 404, code 0x80040217, request id 6f0f7c52-1111-4222-8333-944444444444, after 3 attempts)",
    );
    expect(error).toMatchObject({ status: 404, code: "0x80040217", isTransient: false, attempts: 3 });
  });

  it("keeps the message when it is serialized", () => {
    const error = answer('{"error":{"code":"","message":"No such thing"}}');
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name: "DataverseError",
      status: 404,
      serverMessage: "No such thing",
    });
    expect(JSON.stringify(error)).toContain("Get record of accounts failed: No such thing (HTTP 404)");
  });

  it("reads the inner message where annotations carry it", () => {
    const body = {
      error: { code: "0x80040265", message: "Refused", "@Microsoft.PowerApps.CDS.InnerError.Message": "By policy 7" },
    };
    expect(answer(JSON.stringify(body)).innerMessage).toBe("By policy 7");
  });

  it("reads the .NET form that a few endpoints answer with", () => {
    const error = answer('{"Message":"An error has occurred.","ExceptionMessage":"Bad key","ErrorCode":"0x80060891"}');
    expect(error).toMatchObject({ code: "0x80060891", serverMessage: "Bad key" });
  });

  it.each([
    ["", "the answer was empty"],
    ["<html><body>Bad gateway</body></html>", "a web page instead of Dataverse's JSON"],
    ["upstream connect error", "not Dataverse's JSON: upstream connect error"],
    ['{"error":7}', "not Dataverse's JSON"],
    ["[]", "not Dataverse's JSON"],
  ])("says so when the body is %p", (body, expected) => {
    const headers = { "content-type": body.startsWith("<") ? "text/html" : "text/plain" };
    expect(answer(body, { headers }).message).toContain(expected);
  });

  it.each([
    ["0x80072560", "application user"],
    ["0x80042f09", "security role"],
  ])("says for %s what an administrator has to set up", (code, advice) => {
    expect(answer(JSON.stringify({ error: { code, message: "x" } }), { status: 403 }).message).toContain(advice);
  });

  it.each([
    [429, true],
    [503, true],
    [400, false],
    [500, false],
  ])("says whether a repeat can help: %i %s", (status, isTransient) => {
    expect(answer("{}", { status }).isTransient).toBe(isTransient);
  });
});

it.each([
  ["0x8004E023", "0x8004e023"],
  ["-2147220969", "0x80040217"],
  [-2147220969, "0x80040217"],
  ["0x0", "0x0"],
  ["", undefined],
  [undefined, undefined],
])("reads the code %p as %p", (given, expected) => {
  expect(normalizeCode(given)).toBe(expected);
});

describe("errorFromNetwork", () => {
  const lost = {
    operation: "Create record in accounts",
    networkCode: "ECONNRESET",
    reason: "socket hang up",
    attempts: 1,
  };

  it("says that the outcome of a create is unknown, and how to make it safe", () => {
    const repeatHint = "Record ID makes it safe.";
    const error = errorFromNetwork({ ...lost, mayHaveRun: true, isSafeToRepeat: false, repeatHint });
    expect(error.message).toMatch(/unknown whether .* out. Record ID makes it safe.$/);
    expect(error).toMatchObject({ mayHaveRun: true, isTransient: true });
  });

  it("does not say so of a request that is safe to repeat, or that was never sent", () => {
    expect(errorFromNetwork({ ...lost, mayHaveRun: true, isSafeToRepeat: true }).message).not.toContain("unknown");
    const refused = { ...lost, networkCode: "ECONNREFUSED", mayHaveRun: false, isSafeToRepeat: false };
    expect(errorFromNetwork(refused).message).not.toContain("unknown");
  });

  it("sends the reader to the Web API URL when there is no such host", () => {
    const error = errorFromNetwork({ ...lost, networkCode: "ENOTFOUND", isSafeToRepeat: true });
    expect(error.message).toContain("Check the Web API URL");
    expect(error.isTransient).toBe(false);
  });
});
