import type { RawResult } from "../operations/rawRequests";

/** The body of the answer to a raw request; both raw requests answer alike. */

export const rawRequestPayload: RawResult = {
  data: {
    "@odata.context": "https://contoso.crm.dynamics.com/api/data/v9.2/$metadata#accounts(name)",
    value: [
      {
        "@odata.etag": 'W/"1000038"',
        name: "Contoso Pharma",
        accountid: "80bfd6a9-4770-53cf-873f-bc705117f3c7",
      },
    ],
  },
};
