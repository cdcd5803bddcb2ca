import { redactHeaders, redactText } from "./redact";

it.each(["Authorization", "cookie", "Set-Cookie", "x-api-key", "MSCRM.SessionToken", "X-Client-Secret"])(
  "hides the value of the header %s",
  (name) => {
    expect(redactHeaders({ [name]: "s3cret", Accept: "application/json" })).toEqual({
      [name]: "[redacted]",
      Accept: "application/json",
    });
  },
);

it.each([
  "Authorization: Bearer eyJ0eXAiOiJKV1QifQ.secretpart.sig",
  '{"access_token":"secretpart","token_type":"x"}',
  '{"client_secret": "secretpart"}',
  "grant_type=client_credentials&client_secret=secretpart&scope=x",
  "https://receiver.example/hook?code=secretpart",
])("hides the secret in %s", (text) => {
  expect(redactText(text)).not.toContain("secretpart");
});

it("hides a secret it knows by value, wherever it stands", () => {
  expect(redactText("GET /x?q=knownsecretvalue", ["knownsecretvalue"])).toBe("GET /x?q=[redacted]");
});

it("leaves ordinary text alone", () => {
  const line = 'POST https://contoso.crm.dynamics.com/api/data/v9.2/accounts {"name":"Larch Ltd"}';
  expect(redactText(line)).toBe(line);
});
