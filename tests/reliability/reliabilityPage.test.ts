import { readFileSync } from "node:fs";
import path from "node:path";
import component from "../../src";
import { actionCases } from "../actions";
import { caseProblems } from "../actions/actionFiles";
import { dataSourceSubjects } from "./dataSourceSubjects";
import { faultCases } from "./faults";
import { allSubjects, reliabilityPage, triggersWithoutRequests } from "./reliabilityPage";
import { triggerSubjects } from "./triggerSubjects";

it("is on disk as the table would write it", () => {
  const file = path.resolve(__dirname, "../../documentation/reliability.md");
  expect(readFileSync(file, "utf8")).toBe(reliabilityPage());
});

it("has a row for every action, declared in tests/actions", () => {
  expect(caseProblems(Object.keys(component.actions), Object.keys(actionCases))).toEqual([]);
});

it("has a row for every data source, declared in tests/reliability/dataSourceSubjects.ts", () => {
  expect(dataSourceSubjects.map(({ key }) => key).sort()).toEqual(Object.keys(component.dataSources).sort());
});

it("has a row for every trigger, declared in tests/reliability/triggerSubjects.ts or reliabilityPage.ts", () => {
  const keys = [...triggersWithoutRequests, ...triggerSubjects.map(({ key }) => key)];
  expect(keys.sort()).toEqual(Object.keys(component.triggers).sort());
});

it("has distinct rows and columns", () => {
  const names = (texts: string[]) => expect(new Set(texts).size).toBe(texts.length);
  names(allSubjects.map(({ kind, title }) => `${kind} ${title}`));
  names(faultCases.map(({ key }) => key));
});
