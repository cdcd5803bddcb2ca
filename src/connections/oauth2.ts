import { OAuth2Type, oauth2Connection } from "@prismatic-io/spectral";

/**
 * A user signs in and the flow acts as that user. The platform obtains and refreshes the token; authorize and token
 * URL are built from Tenant and Login URL, so that single-tenant apps and sovereign clouds need no second connection.
 * Endpoints: [AuthorizationCode].
 */
export const oauth2 = oauth2Connection({
  key: "oauth2",
  oauth2Type: OAuth2Type.AuthorizationCode,
  display: {
    label: "MS Dynamics OAuth 2.0 Auth Code",
    description: "Authenticates as a signed-in user with the OAuth 2.0 authorization code flow of Microsoft Entra ID.",
  },
  inputs: {
    webApiUrl: {
      label: "Web API URL",
      type: "string",
      required: true,
      shown: true,
      placeholder: "Enter Web API URL",
      comments: "The organization's Microsoft Dynamics 365 Web API URL. The address of any of its pages works too.",
      example: "https://contoso.crm.dynamics.com",
    },
    scopes: {
      label: "Scopes",
      type: "string",
      required: true,
      shown: true,
      placeholder: "Enter scopes",
      comments:
        "A space-delimited set of one or more scopes to get the user's permission to access. The first is the organization's URL with '/user_impersonation' appended; offline_access keeps the connection alive.",
      example: "https://contoso.crm.dynamics.com/user_impersonation offline_access",
    },
    clientId: {
      label: "Client ID",
      type: "string",
      required: true,
      shown: true,
      placeholder: "Enter client ID",
      comments: "The application (client) ID of the app registration in Microsoft Entra ID.",
      example: "00001111-aaaa-2222-bbbb-3333cccc4444",
    },
    clientSecret: {
      label: "Client Secret",
      type: "password",
      required: true,
      shown: true,
      placeholder: "Enter client secret",
      comments: "The value (not the ID) of a client secret of the app registration.",
      example: "A1b2C~exampleSecretValue",
    },
    authorizeUrl: {
      label: "Authorize URL",
      type: "template",
      templateValue: "{{#loginUrl}}/{{#tenant}}/oauth2/v2.0/authorize",
      comments: "The OAuth 2.0 authorization URL of Microsoft Entra ID.",
      example: "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize",
    },
    tokenUrl: {
      label: "Token URL",
      type: "template",
      templateValue: "{{#loginUrl}}/{{#tenant}}/oauth2/v2.0/token",
      comments: "The OAuth 2.0 token URL of Microsoft Entra ID.",
      example: "https://login.microsoftonline.com/organizations/oauth2/v2.0/token",
    },
    tenant: {
      label: "Tenant",
      type: "string",
      required: false,
      shown: true,
      default: "organizations",
      placeholder: "Enter tenant",
      comments:
        "The tenant that users sign in to: a tenant ID or domain for a single-tenant app registration. The default lets users of every organization sign in.",
      example: "contoso.onmicrosoft.com",
    },
    loginUrl: {
      label: "Login URL",
      type: "string",
      required: false,
      shown: true,
      default: "https://login.microsoftonline.com",
      placeholder: "Enter login URL",
      comments:
        "The sign-in service of the cloud, without a slash at the end: https://login.microsoftonline.us for US government (GCC High, DoD), https://login.partner.microsoftonline.cn for China.",
      example: "https://login.microsoftonline.com",
    },
  },
});
