import { randomUUID } from "node:crypto";
import type { World } from "../harness/openWorld";
import { succeeds } from "../reliability/outcomes";
import { type Prepared, readRow, type Row } from "../reliability/subjects";
import type { ActionCases } from "./actionCase";
import { accountsNamed, count, newAccount } from "./rows";

function values(tag: string) {
  return { dynamicValues: { name: tag } };
}

function create(more: object): Row["prepare"] {
  return (world, tag) => ({
    params: { entityType: "accounts", ...values(tag), ...more },
    timesDone: () => accountsNamed(world, tag),
  });
}

function update(more: (etag: string) => object): Row["prepare"] {
  return async (world, tag) => {
    const { id, etag } = await newAccount(world);
    return {
      params: { entityType: "accounts", entityId: id, ...values(tag), ...more(etag) },
      timesDone: () => accountsNamed(world, tag),
    };
  };
}

async function upsert(world: World, tag: string): Promise<Prepared> {
  const params = { entityType: "accounts", entityId: `accountnumber='${tag}'`, ...values(tag) };
  return { params, timesDone: () => accountsNamed(world, tag) };
}

/** The remaining rows show whether the record was deleted: it cannot be deleted twice. */
async function remove(world: World): Promise<Prepared> {
  const { id } = await newAccount(world);
  const left = () => count(world, `accounts?$select=name&$filter=accountid eq ${id}`);
  return { params: { entityType: "accounts", entityId: id }, timesDone: async () => 1 - (await left()) };
}

/** The service responds with 204 without a body. */
const confirmedBy204 = { "bare 204": succeeds(1) };

const contosoId = "3a5e9c14-7d20-4f6b-9b1d-c2f8e1a40b57";
const columns = ["name", "accountnumber", "revenue", "industrycode", "_primarycontactid_value", "createdon"];

async function contactOfContoso(world: World): Promise<string> {
  const path = "contacts?$select=contactid&$filter=fullname eq 'Susanna J. Stubberod'";
  const { value } = await world.api<{ value: { contactid: string }[] }>("GET", path);
  return `contact(${value[0]?.contactid})`;
}

export const records: ActionCases = {
  createEntity: {
    example: {
      params: async (world) => ({
        entityType: "accounts",
        recordId: contosoId,
        fieldValues: [
          { key: "name", value: "Contoso" },
          { key: "accountnumber", value: "C-1042" },
          { key: "revenue", value: "5000000" },
          { key: "industrycode", value: "Consulting" },
          { key: "primarycontactid", value: await contactOfContoso(world) },
        ],
        returnFieldNames: columns,
      }),
    },
    reliability: [
      { requestClass: "once", prepare: create({}) },
      { inputs: "Return Record off", requestClass: "once", prepare: create({ returnRecord: "false" }) },
      {
        inputs: "Record ID",
        requestClass: "chosenId",
        prepare: (world, tag) => create({ recordId: randomUUID() })(world, tag),
      },
    ],
  },
  updateEntity: {
    example: {
      after: ["createEntity"],
      params: () => ({
        entityType: "accounts",
        entityId: contosoId,
        fieldValues: [{ key: "telephone1", value: "+1 425 555 0199" }],
        returnFieldNames: ["name", "telephone1", "modifiedon"],
      }),
    },
    reliability: [
      { requestClass: "repeatable", prepare: update(() => ({})) },
      {
        inputs: "Return Record off",
        requestClass: "repeatable",
        prepare: update(() => ({ returnRecord: "false" })),
        exceptions: confirmedBy204,
      },
      { inputs: "ETag", requestClass: "conditional", prepare: update((etag) => ({ etag })) },
    ],
  },
  upsertEntity: {
    example: {
      params: () => ({
        entityType: "accounts",
        entityId: "accountnumber='F-2001'",
        fieldValues: [{ key: "name", value: "Fabrikam" }],
        returnFieldNames: columns,
      }),
    },
    reliability: [{ requestClass: "repeatable", prepare: upsert }],
  },
  deleteEntity: {
    example: {
      params: async (world) => ({ entityType: "accounts", entityId: (await newAccount(world)).id }),
    },
    reliability: [{ requestClass: "repeatable", prepare: remove, exceptions: confirmedBy204 }],
  },
  getEntity: {
    example: {
      after: ["createEntity"],
      params: () => ({
        entityType: "accounts",
        entityId: contosoId,
        fieldNames: columns,
        expandPropertyNames: ["primarycontactid($select=fullname,emailaddress1)"],
      }),
    },
    reliability: [readRow({ entityType: "accounts", entityId: "accountnumber='A-1001'", fieldNames: ["name"] })],
  },
};
