import { readRow, type Subject, subjectOf } from "./subjects";

/** The triggers that send requests. A run that fails saves no position, so that its changes come with the next one. */
export const triggerSubjects: Subject[] = [
  subjectOf(
    "trigger",
    "pollChangesTrigger",
    readRow(
      { entityType: "accounts", readingMethod: "modifiedDate", lookBackDate: "2020-01-01" },
      { requests: 2, inputs: "by modified date" },
    ),
  ),
];
