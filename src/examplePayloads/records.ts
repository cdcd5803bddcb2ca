/** What the actions on single records answer. */

export const createEntityPayload = {
  data: {
    "@odata.context":
      "https://contoso.crm.dynamics.com/api/data/v9.2/$metadata#accounts(name,accountnumber,revenue,industrycode,_primarycontactid_value,createdon)/$entity",
    "@odata.etag": 'W/"1001148"',
    name: "Contoso",
    accountnumber: "C-1042",
    revenue: 5000000,
    industrycode: 7,
    _primarycontactid_value: "19fdb49d-172f-5817-9899-ff7496fc02db",
    createdon: "2026-03-02T09:30:00Z",
    _transactioncurrencyid_value: "cc000001-0000-4000-8000-000000000001",
    accountid: "3a5e9c14-7d20-4f6b-9b1d-c2f8e1a40b57",
  },
};

export const updateEntityPayload = {
  data: {
    "@odata.context":
      "https://contoso.crm.dynamics.com/api/data/v9.2/$metadata#accounts(name,telephone1,modifiedon)/$entity",
    "@odata.etag": 'W/"1001149"',
    name: "Contoso",
    telephone1: "+1 425 555 0199",
    modifiedon: "2026-03-02T09:30:00Z",
    accountid: "3a5e9c14-7d20-4f6b-9b1d-c2f8e1a40b57",
  },
};

export const upsertEntityPayload = {
  data: {
    "@odata.context":
      "https://contoso.crm.dynamics.com/api/data/v9.2/$metadata#accounts(name,accountnumber,revenue,industrycode,_primarycontactid_value,createdon)/$entity",
    "@odata.etag": 'W/"1001152"',
    name: "Fabrikam",
    accountnumber: "F-2001",
    revenue: null,
    industrycode: null,
    _primarycontactid_value: null,
    createdon: "2026-03-02T09:30:00Z",
    _transactioncurrencyid_value: null,
    accountid: "9726f314-a1a4-4bad-b536-5c9c5a9148e9",
    "@created": true,
  },
};

export const deleteEntityPayload = {
  data: {
    entitySetName: "accounts",
    id: "3a5e9c14-7d20-4f6b-9b1d-c2f8e1a40b57",
    deleted: true,
  },
};

export const getEntityPayload = {
  data: {
    "@odata.context":
      "https://contoso.crm.dynamics.com/api/data/v9.2/$metadata#accounts(name,accountnumber,revenue,industrycode,_primarycontactid_value,createdon,primarycontactid(fullname,emailaddress1))/$entity",
    "@odata.etag": 'W/"1001149"',
    name: "Contoso",
    accountnumber: "C-1042",
    revenue: 5000000,
    industrycode: 7,
    _primarycontactid_value: "19fdb49d-172f-5817-9899-ff7496fc02db",
    createdon: "2026-03-02T09:30:00Z",
    _transactioncurrencyid_value: "cc000001-0000-4000-8000-000000000001",
    accountid: "3a5e9c14-7d20-4f6b-9b1d-c2f8e1a40b57",
    primarycontactid: {
      "@odata.etag": 'W/"1000080"',
      fullname: "Susanna J. Stubberod",
      emailaddress1: "contact15@account5.example",
      contactid: "19fdb49d-172f-5817-9899-ff7496fc02db",
    },
  },
};
