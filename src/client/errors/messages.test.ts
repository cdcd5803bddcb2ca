import { normalizeCode } from "./codes";
import type { Repeat } from "../request";
import { errorFromNetwork, errorFromResponse } from "./messages";

const request = { operation: "Get record of accounts", method: "GET" } as const;
function errorOf(body: string, more: object = {}) {
  return errorFromResponse({ request, status: 404, headers: {}, body, attempts: 1, mayHaveRun: false, ...more });
}

describe("errorFromResponse", () => {
  it("says what was tried, what Dataverse said, and what support asks for", () => {
    const error = errorOf('{"error":{"code":"0x80040217","message":"account With Id = 1 Does Not Exist"}}', {
      headers: { req_id: "6f0f7c52-1111-4222-8333-944444444444" },
      attempts: 3,
    });
    expect(error.message).toBe(
      "Get record of accounts failed: account With Id = 1 Does Not Exist (HTTP 404, code 0x80040217, request id 6f0f7c52-1111-4222-8333-944444444444, after 3 attempts)",
    );
    expect(error).toMatchObject({ status: 404, code: "0x80040217", isTransient: false, attempts: 3 });
  });

  it("keeps the message when it is serialized", () => {
    const error = errorOf('{"error":{"code":"","message":"No such thing"}}');
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
    expect(errorOf(JSON.stringify(body)).innerMessage).toBe("By policy 7");
  });

  it("reads the .NET form that a few endpoints answer with", () => {
    const error = errorOf('{"Message":"An error has occurred.","ExceptionMessage":"Bad key","ErrorCode":"0x80060891"}');
    expect(error).toMatchObject({ code: "0x80060891", serverMessage: "Bad key" });
  });

  it.each([
    ["", "the response was empty"],
    ["<html><body>Bad gateway</body></html>", "a web page instead of Dataverse's JSON"],
    ["upstream connect error", "not Dataverse's JSON: upstream connect error"],
    ['{"error":7}', "not Dataverse's JSON"],
    ["[]", "not Dataverse's JSON"],
  ])("says so when the body is %p", (body, expected) => {
    const headers = { "content-type": body.startsWith("<") ? "text/html" : "text/plain" };
    expect(errorOf(body, { headers }).message).toContain(expected);
  });

  it.each([
    ["0x80072560", "application user"],
    ["0x80042f09", "security role"],
  ])("says for %s what an administrator has to set up", (code, advice) => {
    expect(errorOf(JSON.stringify({ error: { code, message: "x" } }), { status: 403 }).message).toContain(advice);
  });

  it.each([
    [429, true],
    [503, true],
    [400, false],
    [500, false],
  ])("says whether a repeat can help: %i %s", (status, isTransient) => {
    expect(errorOf("{}", { status }).isTransient).toBe(isTransient);
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
  const create = { operation: "Create record in accounts", method: "POST" } as const;
  const ended = (mayHaveRun: boolean, repeat: Repeat = {}) => ({
    request: { ...create, repeat },
    attempts: 1,
    mayHaveRun,
  });
  const lost = { networkCode: "ECONNRESET", reason: "socket hang up" };

  it("says that the outcome of a create is unknown, and how to make it safe", () => {
    const error = errorFromNetwork(ended(true, { hint: "Record ID makes it safe." }), lost);
    expect(error.message).toMatch(/unknown whether .* out. Record ID makes it safe.$/);
    expect(error).toMatchObject({ mayHaveRun: true, isTransient: true });
  });

  it("does not say so of a request that is safe to repeat, or that was never sent", () => {
    expect(errorFromNetwork(ended(true, { isSafe: true }), lost).message).not.toContain("unknown");
    const refused = { ...lost, networkCode: "ECONNREFUSED" };
    expect(errorFromNetwork(ended(false), refused).message).not.toContain("unknown");
  });

  it("sends the reader to the Web API URL when there is no such host", () => {
    const error = errorFromNetwork(ended(false), { ...lost, networkCode: "ENOTFOUND" });
    expect(error.message).toContain("Check the Web API URL");
    expect(error.isTransient).toBe(false);
  });
});
