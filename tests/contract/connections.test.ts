import { createConnection, createHarness } from "@prismatic-io/spectral/dist/testing";
import { createEmulator, type Emulator } from "../../emulator";
import component from "../../src";
import { clientCredentials } from "../../src/connections/clientCredentials";

const harness = createHarness(component);
let emulator: Emulator;
let token: string;
beforeAll(async () => {
  emulator = await createEmulator();
  token = await emulator.connection.token();
});
afterAll(() => emulator.close());

function whoAmI(webApiUrl: string, tokenValues: Record<string, unknown> | undefined = { access_token: token }) {
  const fields = { webApiUrl, clientSecret: "client-secret-value" };
  return harness.action("getCurrentUser", { connection: createConnection(clientCredentials, fields, tokenValues) });
}

it.each([
  (url: string) => url,
  (url: string) => `${url}/`,
  (url: string) => `${url}/api/data/v9.1/`,
  (url: string) => `${url}/main.aspx?appid=1`,
  (url: string) => url.replace("http://", ""),
])("reaches the organization from %s", async (pasted) => {
  expect(await whoAmI(pasted(emulator.url))).toMatchObject({ data: { UserId: expect.any(String) as string } });
});

it.each<[string, string, Record<string, unknown> | undefined]>([
  ["no URL", "", { access_token: "x" }],
  ["plain http", "http://contoso.crm.dynamics.com", { access_token: "x" }],
  ["a URL that cannot be right", "https://make.powerapps.com", { access_token: "x" }],
  ["no token", "https://contoso.crm.dynamics.com", {}],
  ["an empty token", "https://contoso.crm.dynamics.com", { access_token: " " }],
])("is a ConnectionError with %s, and carries no secret", async (_case, webApiUrl, tokenValues) => {
  const error: unknown = await whoAmI(webApiUrl, tokenValues).catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    name: "ConnectionError",
    isSpectralError: true,
    connection: { key: "clientCredentials" },
  });
  expect(JSON.stringify(error)).not.toContain("client-secret-value");
});

it("is a ConnectionError when the service refuses the token", async () => {
  const error: unknown = await whoAmI(emulator.url, { access_token: "not-a-token-of-this-organization" }).catch(
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({ name: "ConnectionError", message: expect.stringContaining("HTTP 401") as string });
  expect(JSON.stringify(error)).not.toContain("not-a-token-of-this-organization");
});
