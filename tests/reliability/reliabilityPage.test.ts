import { readFileSync } from "node:fs";
import path from "node:path";
import component from "../../src";
import { faultCases } from "./faults";
import { allSubjects, reliabilityPage, triggersWithoutRequests } from "./reliabilityPage";

it("is on disk as the table would write it", () => {
  const file = path.resolve(__dirname, "../../documentation/reliability.md");
  expect(readFileSync(file, "utf8")).toBe(reliabilityPage());
});

it("has a row for every action, trigger and data source", () => {
  const keysOf = (kind: string) =>
    new Set(allSubjects.filter((subject) => subject.kind === kind).map(({ key }) => key));
  expect([...keysOf("action")].sort()).toEqual(Object.keys(component.actions).sort());
  expect([...keysOf("dataSource")].sort()).toEqual(Object.keys(component.dataSources).sort());
  expect(triggersWithoutRequests).toEqual(Object.keys(component.triggers));
});

it("has distinct rows and columns", () => {
  const names = (texts: string[]) => expect(new Set(texts).size).toBe(texts.length);
  names(allSubjects.map(({ kind, title }) => `${kind} ${title}`));
  names(faultCases.map(({ key }) => key));
});
