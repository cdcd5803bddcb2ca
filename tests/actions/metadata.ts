import type { World } from "../harness/openWorld";
import { succeeds } from "../reliability/outcomes";
import { type Prepared, readRow } from "../reliability/subjects";
import type { ActionCases } from "./actionCase";
import { count } from "./rows";

function label(text: string) {
  return {
    "@odata.type": "Microsoft.Dynamics.CRM.Label",
    LocalizedLabels: [
      { "@odata.type": "Microsoft.Dynamics.CRM.LocalizedLabel", Label: text, LanguageCode: 1033, IsManaged: false },
    ],
  };
}

function columnBody(tag: string) {
  return {
    "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
    SchemaName: `new_${tag}`,
    RequiredLevel: {
      Value: "None",
      CanBeChanged: true,
      ManagedPropertyLogicalName: "canmodifyrequirementlevelsettings",
    },
    MaxLength: 100,
    FormatName: { Value: "Text" },
    DisplayName: label("before"),
    Description: label("A column"),
  };
}

const table = "EntityDefinitions(LogicalName='lead')";

function createColumn(world: World, tag: string): Prepared {
  return {
    params: { entityId: "lead", attributeBody: columnBody(tag) },
    timesDone: () => count(world, `${table}/Attributes?$select=LogicalName&$filter=LogicalName eq 'new_${tag}'`),
  };
}

async function updateColumn(world: World, tag: string): Promise<Prepared> {
  await world.api("POST", `${table}/Attributes`, columnBody(tag));
  const isRenamed = async () => {
    const path = `${table}/Attributes(LogicalName='new_${tag}')?$select=DisplayName`;
    const { DisplayName } = await world.api<{ DisplayName: { UserLocalizedLabel: { Label: string } } }>("GET", path);
    return DisplayName.UserLocalizedLabel.Label === tag;
  };
  return {
    params: { entityId: "lead", attributeBody: { LogicalName: `new_${tag}`, DisplayName: label(tag) } },
    timesDone: async () => ((await isRenamed()) ? 1 : 0),
  };
}

const columnFacts = ["LogicalName", "SchemaName", "AttributeType", "DisplayName", "RequiredLevel"];
const balance = {
  "@odata.type": "Microsoft.Dynamics.CRM.MoneyAttributeMetadata",
  SchemaName: "new_Balance",
  DisplayName: { LocalizedLabels: [{ Label: "Balance", LanguageCode: 1033 }] },
  RequiredLevel: { Value: "None" },
  PrecisionSource: 2,
};

export const metadata: ActionCases = {
  getEntityMetaData: {
    example: { params: () => ({ entityType: "uom" }) },
    reliability: [readRow({ entityType: "lead" })],
  },
  getEntitiesMetaData: {
    example: { params: () => ({ recordTypeFilter: ["uomschedule"], includeAllCustomRecordTypes: "false" }) },
    reliability: [readRow({ recordTypeFilter: ["lead"] }, { requests: 2 })],
  },
  getAttribute: {
    example: { params: () => ({ entityId: "account", attributeType: "revenue/Money" }) },
    reliability: [readRow({ entityId: "contact", attributeType: "fullname" })],
  },
  queryAttributes: {
    example: {
      params: () => ({
        entityId: "opportunity",
        attributeType: "Money",
        fieldNames: columnFacts,
        filterExpression:
          "IsCustomAttribute eq false and (LogicalName eq 'budgetamount' or LogicalName eq 'estimatedvalue')",
      }),
    },
    reliability: [readRow({ entityId: "contact", attributeType: "Money" })],
  },
  createAttribute: {
    example: { params: () => ({ entityId: "account", attributeBody: balance }) },
    reliability: [{ requestClass: "once", prepare: createColumn }],
  },
  updateAttribute: {
    example: {
      after: ["createAttribute"],
      params: () => ({
        entityId: "account",
        attributeBody: { SchemaName: "new_Balance", RequiredLevel: { Value: "Recommended" } },
      }),
    },
    reliability: [
      {
        requestClass: "repeatable",
        before: 1,
        after: 1,
        prepare: updateColumn,
        // The service responds with 204 without a body.
        exceptions: { "bare 204": succeeds(1) },
      },
    ],
  },
};
