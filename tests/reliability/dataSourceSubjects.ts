import { readRow, type Row, type Subject, subjectOf } from "./subjects";

/** One row for each data source. All of them only read. */
const rows: Record<string, Row> = {
  attributes: readRow({ entityType: "contacts" }),
  choices: readRow({ entityType: "accounts", field: "industrycode" }, { requests: 2 }),
  entities: readRow({ entityType: "contacts" }, { requests: 2 }),
  entityTypes: readRow(),
  getEntitiesMetaData: readRow({ recordTypeFilter: ["contact"] }, { requests: 2 }),
  lookupTargets: readRow({ entityType: "contacts", field: "parentcustomerid" }, { requests: 2 }),
  relationships: readRow({ entityType: "contacts" }, { requests: 2 }),
  solutions: readRow(),
  systemUsers: readRow(),
  tables: readRow(),
  views: readRow({ entityType: "accounts" }, { requests: 2 }),
};

export const dataSourceSubjects: Subject[] = Object.entries(rows).map(([key, row]) =>
  subjectOf("dataSource", key, row),
);
