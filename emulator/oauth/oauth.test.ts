import { createHash } from "node:crypto";
import { applicationUsers, tenantId } from "../organization/seed/rows/applicationUsers";
import { startTestClient, type Answer, type TestClient } from "../testing/client";
import { registrationWithoutUser } from ".";

let client: TestClient;
let now = new Date("2026-01-01T00:00:00Z");
beforeAll(async () => {
  client = await startTestClient({ now: () => now });
});
afterAll(() => client.emulator.close());
beforeEach(() => {
  now = new Date("2026-01-01T00:00:00Z");
});

const { integration, withoutRole, disabled } = applicationUsers;
function scope(): string {
  return `${client.emulator.url}/.default`;
}

/** A token request with the default application's credentials; `undefined` leaves a field out. */
function post(
  fields: Record<string, string | undefined>,
  options: { headers?: object; tenant?: string } = {},
): Promise<Answer> {
  const all = {
    grant_type: "client_credentials",
    client_id: integration.clientId,
    client_secret: integration.clientSecret,
    scope: scope(),
    ...fields,
  };
  const form = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return client.call("POST", `${client.emulator.url}/${options.tenant ?? tenantId}/oauth2/v2.0/token`, {
    token: null,
    body: new URLSearchParams(form).toString(),
    headers: { "Content-Type": "application/x-www-form-urlencoded", ...options.headers },
  });
}

function tokenOf(answer: Answer): string {
  return String(answer.body?.["access_token"]);
}

describe("client credentials", () => {
  it("give a bearer token for 3,599 seconds and no refresh token", async () => {
    const answer = await post({});
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      token_type: "Bearer",
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
    });
  });

  it("are taken from Basic authentication too, form-encoded", async () => {
    const basic = Buffer.from(`${integration.clientId}:${encodeURIComponent(integration.clientSecret)}`).toString(
      "base64",
    );
    const headers = { Authorization: `Basic ${basic}` };
    expect((await post({ client_id: undefined, client_secret: undefined }, { headers })).status).toBe(200);
  });

  it.each<[string, Record<string, string | undefined>, string, number, string, number]>([
    ["a wrong secret", { client_secret: "no" }, tenantId, 401, "invalid_client", 7000215],
    [
      "an unknown application",
      { client_id: "c11e0000-0000-4000-8000-000000000000" },
      tenantId,
      400,
      "unauthorized_client",
      700016,
    ],
    ["an unknown tenant", {}, "nowhere.example", 400, "invalid_request", 90002],
    ["no grant type", { grant_type: undefined }, tenantId, 400, "invalid_request", 900144],
    ["no client id", { client_id: undefined }, tenantId, 400, "invalid_request", 900144],
    ["no secret", { client_secret: undefined }, tenantId, 400, "invalid_request", 900144],
    ["no scope", { scope: undefined }, tenantId, 400, "invalid_request", 900144],
    ["a scope without a permission", { scope: "nonsense" }, tenantId, 400, "invalid_scope", 70011],
    ["a user's scope", { scope: "http://127.0.0.1/user_impersonation" }, tenantId, 400, "invalid_scope", 70011],
    [
      "another environment",
      { scope: "https://demo.crm.dynamics.com/.default" },
      tenantId,
      400,
      "invalid_resource",
      500011,
    ],
    ["an unknown grant", { grant_type: "password" }, tenantId, 400, "unsupported_grant_type", 70003],
  ])("with %s are refused as Entra does", async (_what, fields, tenant, status, error, code) => {
    const { status: given, body } = await post(fields, { tenant });
    expect([given, body?.["error"], body?.["error_codes"]]).toEqual([status, error, [code]]);
    expect(body?.["error_description"]).toMatch(
      new RegExp(`^AADSTS${code}: [^]+\r\nTrace ID: [^]+\r\nTimestamp: 2026-01-01 00:00:00Z$`),
    );
  });
});

describe("a user's sign-in", () => {
  const redirect = "https://oauth2.example/callback?x=1";
  const verifier = "a-verifier-of-sufficient-length-for-the-rules";

  async function authorize(more: Record<string, string> = {}): Promise<URL> {
    const query = new URLSearchParams({
      client_id: integration.clientId,
      response_type: "code",
      redirect_uri: redirect,
      scope: `${client.emulator.url}/user_impersonation offline_access`,
      state: "s1",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...more,
    });
    const url = `${client.emulator.url}/organizations/oauth2/v2.0/authorize?${query.toString()}`;
    const answer = await client.call("GET", url, { token: null });
    expect(answer.status).toBe(302);
    return new URL(answer.headers.get("Location") ?? "");
  }

  const redeem = (code: string, more: Record<string, string | undefined> = {}): Promise<Answer> =>
    post({ grant_type: "authorization_code", code, redirect_uri: redirect, code_verifier: verifier, ...more });

  it("comes back with a code and the state, and the code buys tokens of a person", async () => {
    const location = await authorize();
    expect(location.href).toMatch(/^https:\/\/oauth2\.example\/callback\?x=1&code=[^&]+&state=s1$/);
    const tokens = await redeem(location.searchParams.get("code") ?? "");
    expect(tokens.body).toMatchObject({ token_type: "Bearer", refresh_token: expect.any(String) as string });
    const { body: me } = await client.call("GET", "WhoAmI", { token: tokenOf(tokens) });
    const user = await client.get(`systemusers(${String(me?.["UserId"])})?$select=applicationid`);
    expect(user).toMatchObject({ applicationid: null });
    const refreshed = await post({
      grant_type: "refresh_token",
      refresh_token: String(tokens.body?.["refresh_token"]),
    });
    expect(refreshed.body).toMatchObject({ refresh_token: expect.any(String) as string });
    const again = await client.call("GET", "WhoAmI", { token: tokenOf(refreshed) });
    expect(again.body).toEqual(me);
  });

  it("gives no refresh token unless offline access was asked for", async () => {
    const location = await authorize({ scope: `${client.emulator.url}/user_impersonation` });
    const tokens = await redeem(location.searchParams.get("code") ?? "");
    expect(tokens.body).not.toHaveProperty("refresh_token");
  });

  it("accepts a code once, with its verifier and address, for ten minutes", async () => {
    const code = (await authorize()).searchParams.get("code") ?? "";
    const refusals: [Record<string, string | undefined>, number][] = [
      [{ code_verifier: "wrong" }, 501481],
      [{ code_verifier: undefined }, 900144],
      [{ redirect_uri: "https://elsewhere.example/" }, 500112],
    ];
    for (const [fields, number] of refusals) {
      const refused = await redeem(code, fields);
      expect([refused.status, refused.body?.["error_codes"]]).toEqual([400, [number]]);
    }
    expect((await redeem(code)).status).toBe(200);
    const twice = await redeem(code);
    expect([twice.body?.["error"], twice.body?.["error_codes"]]).toEqual(["invalid_grant", [54005]]);
    const late = (await authorize()).searchParams.get("code") ?? "";
    now = new Date("2026-01-01T00:10:01Z");
    expect((await redeem(late)).body?.["error_codes"]).toEqual([70008]);
  });

  it("refuses a refresh token that is not one, or is too old", async () => {
    const refresh = (token: string): Promise<Answer> => post({ grant_type: "refresh_token", refresh_token: token });
    expect((await refresh("nonsense")).body).toMatchObject({ error: "invalid_grant", error_codes: [70008] });
    const tokens = await redeem((await authorize()).searchParams.get("code") ?? "");
    now = new Date("2026-01-03T00:00:00Z");
    expect((await refresh(String(tokens.body?.["refresh_token"]))).body).toMatchObject({ error_codes: [70008] });
  });
});

describe("the Web API's door", () => {
  const challenge = (): string =>
    `Bearer authorization_uri=${client.emulator.url}/${tenantId}/oauth2/authorize, resource_id=${client.emulator.url}/`;

  it.each<[string, string | null]>([
    ["no token", null],
    ["a token that nobody issued", "abc.def.ghi"],
    ["a token that was changed", "eyJhbGciOiJub25lIn0.eyJhcHBpZCI6ImMxMWUwMDAxIn0."],
  ])("answers 401 with the challenge to %s", async (_what, token) => {
    const answer = await client.call("GET", "WhoAmI", { token });
    expect([answer.status, answer.text, answer.headers.get("WWW-Authenticate")]).toEqual([401, "", challenge()]);
  });

  it("answers 401 once the token has expired", async () => {
    const token = tokenOf(await post({}));
    now = new Date("2026-01-01T00:59:58Z");
    expect((await client.call("GET", "WhoAmI", { token })).status).toBe(200);
    now = new Date("2026-01-01T00:59:59Z");
    expect((await client.call("GET", "WhoAmI", { token })).status).toBe(401);
  });

  it.each<[string, { clientId: string; clientSecret: string }, string]>([
    ["an application without a user", registrationWithoutUser, "0x80072560"],
    ["a user without a role", withoutRole, "0x80042f09"],
    ["a disabled user", disabled, "0x80040225"],
  ])("answers 403 to %s", async (_what, { clientId, clientSecret }, code) => {
    const token = tokenOf(await post({ client_id: clientId, client_secret: clientSecret }));
    const answer = await client.call("GET", "WhoAmI", { token });
    expect([answer.status, answer.code]).toEqual([403, code]);
  });
});
