import { OAuth2Type, oauth2Connection } from "@prismatic-io/spectral";

/**
 * The flow acts as an application user. The platform obtains the token.
 * Endpoint: [ClientCredentials].
 */
export const clientCredentials = oauth2Connection({
  key: "clientCredentials",
  oauth2Type: OAuth2Type.ClientCredentials,
  display: {
    label: "MS Dynamics OAuth 2.0 Client Credentials",
    description:
      "Authenticates as an application user with the OAuth 2.0 client credentials flow of Microsoft Entra ID.",
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
    tokenUrl: {
      label: "Token URL",
      type: "string",
      required: true,
      shown: true,
      placeholder: "Enter token URL",
      comments:
        "The OAuth 2.0 token endpoint (v2) of the tenant, listed under 'Endpoints' of the app registration in the Microsoft Entra admin center.",
      example: "https://login.microsoftonline.com/00001111-aaaa-2222-bbbb-3333cccc4444/oauth2/v2.0/token",
    },
    scopes: {
      label: "Scopes",
      type: "string",
      required: true,
      shown: true,
      placeholder: "Enter scopes",
      comments: "The organization's URL with '/.default' appended to it.",
      example: "https://contoso.crm.dynamics.com/.default",
    },
    clientId: {
      label: "Client ID",
      type: "string",
      required: true,
      shown: true,
      placeholder: "Enter client ID",
      comments:
        "The application (client) ID of the app registration in Microsoft Entra ID. The app must be an application user of the environment with a security role.",
      example: "00001111-aaaa-2222-bbbb-3333cccc4444",
    },
    clientSecret: {
      label: "Client secret value",
      type: "password",
      required: true,
      shown: true,
      placeholder: "Enter client secret value",
      comments: "The value (not the ID) of a client secret of the app registration.",
      example: "A1b2C~exampleSecretValue",
    },
  },
});
