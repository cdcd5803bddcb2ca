import type { FetchXmlResult } from "../operations/queries/fetchXml";

/** Pages of records, each with what leads to the next. */

export const queryEntitiesPayload = {
  data: {
    value: [
      {
        "@odata.etag": 'W/"1000047"',
        name: "Coho Winery",
        accountnumber: "A-1022",
        revenue: 6054460,
        _transactioncurrencyid_value: "cc000001-0000-4000-8000-000000000001",
        accountid: "58bbd078-f12a-524f-811a-111f468039d1",
      },
      {
        "@odata.etag": 'W/"1000046"',
        name: "Consolidated Messenger",
        accountnumber: "A-1021",
        revenue: 1764.2742,
        _transactioncurrencyid_value: "cc000001-0000-4000-8000-000000000001",
        accountid: "bf888bc6-e57e-5648-80cd-ce8e4e17467d",
      },
    ],
    "@odata.nextLink":
      "https://contoso.crm.dynamics.com/api/data/v9.2/accounts?$select=name,accountnumber,revenue&$filter=startswith(name,%27Co%27)&$orderby=name&$count=true&$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d%25221%2522%253e%253cname%2520last%253d%2522Consolidated%2520Messenger%2522%2520first%253d%2522Coho%2520Winery%2522%2520%252f%253e%253caccountid%2520last%253d%2522%257bBF888BC6-E57E-5648-80CD-CE8E4E17467D%257d%2522%2520first%253d%2522%257b58BBD078-F12A-524F-811A-111F468039D1%257d%2522%2520%252f%253e%253c%252fcookie%253e%22%20istracking=%22False%22%20/%3E",
    oDataNextLink:
      "https://contoso.crm.dynamics.com/api/data/v9.2/accounts?$select=name,accountnumber,revenue&$filter=startswith(name,%27Co%27)&$orderby=name&$count=true&$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d%25221%2522%253e%253cname%2520last%253d%2522Consolidated%2520Messenger%2522%2520first%253d%2522Coho%2520Winery%2522%2520%252f%253e%253caccountid%2520last%253d%2522%257bBF888BC6-E57E-5648-80CD-CE8E4E17467D%257d%2522%2520first%253d%2522%257b58BBD078-F12A-524F-811A-111F468039D1%257d%2522%2520%252f%253e%253c%252fcookie%253e%22%20istracking=%22False%22%20/%3E",
    "@odata.count": 4,
    isComplete: false,
  },
};

export const fetchXmlPayload: { data: FetchXmlResult } = {
  data: {
    value: [
      {
        "@odata.etag": 'W/"1000047"',
        name: "Coho Winery",
        accountid: "58bbd078-f12a-524f-811a-111f468039d1",
      },
      {
        "@odata.etag": 'W/"1000046"',
        name: "Consolidated Messenger",
        accountid: "bf888bc6-e57e-5648-80cd-ce8e4e17467d",
      },
    ],
    PagingInfo: {
      cookie:
        '<cookie page="1"><name last="Consolidated Messenger" first="Coho Winery" /><accountid last="{BF888BC6-E57E-5648-80CD-CE8E4E17467D}" first="{58BBD078-F12A-524F-811A-111F468039D1}" /></cookie>',
      page: 2,
      nextPage: true,
    },
    isComplete: false,
  },
};
