import type { FlowState } from "../component/context";
import { errorMessage } from "../run/failures";
import type { RequestCounts } from "../run/requestCounts";
import type { WebApi } from "../run/webApi";
import type { Expectations } from "./definition";
import { compare, isObject } from "./matching";

/** The observed effects of one run of the flow. */
export interface Observed {
  /** Results of every run of a step, in order, by its name. */
  steps: Map<string, unknown[]>;
  requests: RequestCounts;
  /** Without those for metadata. */
  stepRequests: Map<string, number>;
  /** Faults that met no request. */
  idleFaults: { match: object; kind: string }[];
  status?: string;
  failure?: { step: string; message: string };
  response?: unknown;
  state?: FlowState;
  /** Why the flow did not run at all. */
  problem?: string;
}

/** The differences from the expectations, most important first. */
export async function checkExpectations(expect: Expectations, observed: Observed, webApi: WebApi): Promise<string[]> {
  const ended = endProblems(expect, observed);
  // All other differences follow from the unexpected failure.
  if (observed.failure && !expect.failure) return ended;
  return [
    ...ended,
    ...stepProblems(expect, observed),
    ...(expect.response === undefined ? [] : compare(expect.response, observed.response, "the response")),
    ...(await rowProblems(expect.rows ?? {}, webApi)),
    ...requestProblems(expect.requests, observed),
    // A test of a fault that never happens tests nothing.
    ...observed.idleFaults.map(({ match, kind }) => `the fault "${kind}" met no request (${JSON.stringify(match)})`),
  ];
}

function endProblems({ status, failure: expected }: Expectations, { status: ended, failure }: Observed): string[] {
  if (!expected) {
    if (failure) return [`the flow failed at the step "${failure.step}": ${failure.message}`];
    return status === undefined ? [] : compare(status, ended, "the status");
  }
  if (!failure) return [`the flow did not fail; its status is "${ended ?? ""}"`];
  const { step, message } = expected;
  return [
    ...(step === undefined || step === failure.step
      ? []
      : [`the flow failed at the step "${failure.step}", not at "${step}": ${failure.message}`]),
    ...(message === undefined ? [] : compare(message, failure.message, "the message of the failure")),
  ];
}

function stepProblems({ steps = {}, notRun = [] }: Expectations, observed: Observed): string[] {
  const ran = notRun.filter((name) => observed.steps.has(name));
  return [
    ...Object.entries(steps).flatMap(([name, expected]) => stepProblem(name, expected, observed.steps.get(name) ?? [])),
    ...ran.map((name) => `the step "${name}" ran`),
  ];
}

function stepProblem(name: string, expected: unknown, runs: unknown[]): string[] {
  const at = `step "${name}"`;
  if (isObject(expected) && "$runs" in expected) {
    const wanted = expected["$runs"];
    return Array.isArray(wanted)
      ? compare(wanted, runs, `${at}, its runs`)
      : compare(wanted, runs.length, `${at}, number of its runs`);
  }
  if (runs.length === 0) return [`the ${at} did not run`];
  return compare(expected, runs.at(-1), at);
}

async function rowProblems(rows: Record<string, unknown>, webApi: WebApi): Promise<string[]> {
  const problems: string[] = [];
  for (const [address, expected] of Object.entries(rows)) {
    try {
      problems.push(...compare(expected, await webApi.read(address), address));
    } catch (error) {
      problems.push(errorMessage(error));
    }
  }
  return problems;
}

function requestProblems(expected: Expectations["requests"], { requests, stepRequests }: Observed): string[] {
  if (expected === undefined) return [];
  const { total, metadata, steps = {} } = typeof expected === "number" ? { total: expected } : expected;
  const check = (wanted: unknown, actual: number, of: string) =>
    wanted === undefined ? [] : compare(wanted, actual, `the number of requests${of}`);
  return [
    ...check(total, requests.data, ""),
    ...check(metadata, requests.metadata, " for metadata"),
    ...Object.entries(steps).flatMap(([name, wanted]) =>
      check(wanted, stepRequests.get(name) ?? 0, ` of the step "${name}"`),
    ),
  ];
}
