import { isOrganizationUrl, organizationOrigin } from "./organizationUrl";

describe("organizationOrigin", () => {
  const contoso = "https://contoso.crm4.dynamics.com";

  it.each([
    ["the address alone", "https://contoso.crm4.dynamics.com"],
    ["no scheme", "contoso.crm4.dynamics.com"],
    ["a trailing slash", "https://contoso.crm4.dynamics.com/"],
    ["blanks around it", "  https://contoso.crm4.dynamics.com \n"],
    ["quotation marks around it", '"https://contoso.crm4.dynamics.com"'],
    ["capital letters", "HTTPS://Contoso.CRM4.Dynamics.com"],
    ["the Web API root", "https://contoso.crm4.dynamics.com/api/data/v9.1/"],
    ["a table's address", "contoso.crm4.dynamics.com/api/data/v9.2/accounts?$select=name"],
    ["a page of the application", "https://contoso.crm4.dynamics.com/main.aspx?appid=1&pagetype=entitylist#top"],
    ["the default port", "https://contoso.crm4.dynamics.com:443/"],
  ])("takes the organization from %s", (_form, text) => {
    expect(organizationOrigin(text)).toEqual({ ok: true, origin: contoso });
  });

  it.each([
    ["https://contoso.api.crm.dynamics.com/api/data/v9.2", "https://contoso.api.crm.dynamics.com"],
    ["https://contoso.crm.microsoftdynamics.us", "https://contoso.crm.microsoftdynamics.us"],
    ["https://contoso.crm.dynamics.cn", "https://contoso.crm.dynamics.cn"],
    ["https://crm.contoso.example:444", "https://crm.contoso.example:444"],
    ["http://127.0.0.1:8080/", "http://127.0.0.1:8080"],
    ["localhost:8080", "http://localhost:8080"],
  ])("accepts %s", (text, origin) => {
    expect(organizationOrigin(text)).toEqual({ ok: true, origin });
  });

  it.each([
    ["", "is empty"],
    ["http://contoso.crm.dynamics.com", "https://"],
    ["http://127.0.0.1.evil.example", "https://"],
    ["ftp://contoso.crm.dynamics.com", "https://"],
    ["javascript:alert(1)", "not a web address"],
    ["not a url", "not a web address"],
    ["contoso", "not complete"],
    ["5", "not complete"],
    ["https://user:secret@contoso.crm.dynamics.com", "user name or password"],
    ["https://make.powerapps.com/environments/1", "the Power Apps maker portal"],
    ["https://admin.powerplatform.microsoft.com", "the Power Platform admin center"],
    ["https://login.microsoftonline.com/organizations", "the sign-in service"],
    ["https://crm.dynamics.com", "without an organization"],
    ["https://contoso.operations.dynamics.com", "Finance and Operations"],
  ])("refuses %p and says what to enter", (text, problem) => {
    const result = organizationOrigin(text);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.problem).toContain(problem);
    expect(!result.ok && result.problem).toContain("https://contoso.crm.dynamics.com");
  });

  it("does not repeat a password that was pasted with the address", () => {
    const result = organizationOrigin("user:hunter2@not a url");
    expect(JSON.stringify(result)).not.toContain("hunter2");
  });
});

describe("isOrganizationUrl", () => {
  it.each([
    ["https://contoso.crm.dynamics.com", "https://contoso.crm.dynamics.com/api/data/v9.2/accounts", true],
    ["https://contoso.crm.dynamics.com", "https://contoso.api.crm.dynamics.com/api/data/v9.2/accounts", true],
    ["https://contoso.api.crm.dynamics.com", "https://contoso.crm.dynamics.com/", true],
    ["https://contoso.crm.dynamics.com", "https://other.crm.dynamics.com/", false],
    ["https://contoso.crm.dynamics.com", "http://contoso.crm.dynamics.com/", false],
    ["https://contoso.crm.dynamics.com", "https://contoso.crm.dynamics.com:8443/", false],
    ["https://contoso.crm.dynamics.com", "https://contoso.crm.dynamics.com.evil.example/", false],
    ["https://contoso.crm.dynamics.com", "https://me@contoso.crm.dynamics.com/", false],
    ["https://contoso.api.evil.example", "https://contoso.evil.example/", false],
  ])("says of %s and %s: %s", (organization, url, expected) => {
    expect(isOrganizationUrl(organization, new URL(url))).toBe(expected);
  });
});
