import { actionCases } from "../actions";
import { type RequestClass, type Subject, subjectOf } from "./subjects";

/** The rows that `tests/actions` declares, by what their requests are like. */
const reads: readonly RequestClass[] = ["read", "raw", "rawRetried", "rawAllErrors"];

const subjects: Subject[] = Object.entries(actionCases).flatMap(([key, { reliability }]) =>
  reliability.map((row) => subjectOf("action", key, row)),
);

export const writingSubjects = subjects.filter(({ requestClass }) => !reads.includes(requestClass));
export const readingSubjects = subjects.filter(({ requestClass }) => reads.includes(requestClass));
