import { ServiceError } from "../../errors/serviceError";
import { operators } from "../lower/operators";
import { parseQueryExpression } from "./queryExpression";

function operatorOf(member: string): unknown {
  const condition = { AttributeName: "name", Operator: member, Values: [] };
  const { filters } = parseQueryExpression({ EntityName: "account", Criteria: { Conditions: [condition] } });
  return filters[0]?.members[0];
}

/** [ConditionOperator], in its order, without what FetchXML has no operator for. */
const members =
  `Equal NotEqual GreaterThan LessThan GreaterEqual LessEqual Like NotLike In NotIn Between NotBetween Null NotNull
  Yesterday Today Tomorrow Last7Days Next7Days LastWeek ThisWeek NextWeek LastMonth ThisMonth NextMonth On OnOrBefore
  OnOrAfter LastYear ThisYear NextYear LastXHours NextXHours LastXDays NextXDays LastXWeeks NextXWeeks LastXMonths
  NextXMonths LastXYears NextXYears EqualUserId NotEqualUserId EqualBusinessId NotEqualBusinessId EqualUserLanguage
  OlderThanXMonths BeginsWith DoesNotBeginWith EndsWith DoesNotEndWith ThisFiscalYear ThisFiscalPeriod NextFiscalYear
  NextFiscalPeriod LastFiscalYear LastFiscalPeriod LastXFiscalYears LastXFiscalPeriods NextXFiscalYears
  NextXFiscalPeriods InFiscalYear InFiscalPeriod InFiscalPeriodAndYear InOrBeforeFiscalPeriodAndYear
  InOrAfterFiscalPeriodAndYear EqualUserTeams EqualUserOrUserTeams Above Under NotUnder AboveOrEqual UnderOrEqual
  EqualUserOrUserHierarchy EqualUserOrUserHierarchyAndTeams OlderThanXYears OlderThanXWeeks OlderThanXDays
  OlderThanXHours OlderThanXMinutes ContainValues DoesNotContainValues`.split(/\s+/);

test("knows every condition operator by the name QueryExpression gives it", () => {
  const known = members.map((member) => (operatorOf(member) as { operator: string }).operator);
  expect([...known, "neq"].sort()).toEqual(Object.keys(operators).sort());
});

test.each<[member: string, operator: string]>([
  ["Equal", "eq"],
  ["DoesNotBeginWith", "not-begin-with"],
  ["OlderThanXMonths", "olderthan-x-months"],
  ["AboveOrEqual", "eq-or-above"],
  ["InOrBeforeFiscalPeriodAndYear", "in-or-before-fiscal-period-and-year"],
])("reads %s as FetchXML's %s", (member, operator) => {
  expect(operatorOf(member)).toMatchObject({ operator, attribute: "name", values: [] });
});

test("reads links the way FetchXML names their ends", () => {
  const { links } = parseQueryExpression({
    EntityName: "contact",
    LinkEntities: [
      { LinkFromAttributeName: "a", LinkToEntityName: "account", LinkToAttributeName: "b", JoinOperator: "LeftOuter" },
    ],
  });
  expect(links).toMatchObject([{ name: "account", from: "b", to: "a", linkType: "outer", label: "account1" }]);
});

test.each<[title: string, query: unknown]>([
  ["no object", "account"],
  ["another type", { "@odata.type": "Microsoft.Dynamics.CRM.FetchExpression", EntityName: "account" }],
  ["a filter that joins otherwise", { EntityName: "account", Criteria: { FilterOperator: "Xor" } }],
  ["conditions that are no list", { EntityName: "account", Criteria: { Conditions: {} } }],
])("refuses %s", (_, query) => {
  expect(() => parseQueryExpression(query)).toThrow(ServiceError);
});
