import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "./faults";

/** How a connection ends before its answer is complete. */
export type Cut = { kind: "reset" } | { kind: "truncate"; bytes: number };

/** The action on a request, and its result. `answer` is missing if there is no response at all. */
export interface Outcome<Answer> {
  answer?: Answer;
  cut?: Cut;
}

/** Faults that answer something of their own. */
export type RespondingFault = Extract<Fault, { kind: "status" | "body" | "expire-token" | "expire-delta-token" }>;

/** The response without a fault, and the service's response for a fault. */
export interface Disturbed<Answer> {
  work: () => Promise<Answer>;
  answerTo: (fault: RespondingFault) => Answer;
}

/** Lets a fault happen around the work of a request. */
export async function carryOut<Answer>(
  fault: Fault | undefined,
  { work, answerTo }: Disturbed<Answer>,
): Promise<Outcome<Answer>> {
  switch (fault?.kind) {
    case undefined:
    case "null-bindings":
    case "ignore-delta-token":
      // The last two change the work itself.
      return { answer: await work() };
    case "reset":
      return { cut: { kind: "reset" } };
    case "reset-after-commit":
      return { answer: await work(), cut: { kind: "reset" } };
    case "truncate":
      return { answer: await work(), cut: fault };
    case "delay": {
      const answer = await work();
      await waitMs(fault.ms);
      return { answer };
    }
    case "status":
    case "body":
      if (fault.afterCommit === true) await work();
      return { answer: answerTo(fault) };
    case "expire-token":
    case "expire-delta-token":
      return { answer: answerTo(fault) };
  }
}

/** Keeps no process alive that has nothing else to do. */
export async function waitMs(ms: number): Promise<void> {
  if (ms > 0) await pause(ms, undefined, { ref: false });
}
