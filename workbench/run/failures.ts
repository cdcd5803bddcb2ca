/** A step failed and the flow stopped there. `cause` is what the component threw. */
export class FlowFailedError extends Error {
  override readonly name = "FlowFailedError";

  constructor(
    readonly flow: string,
    readonly step: string,
    override readonly cause: unknown,
  ) {
    super(`Flow "${flow}", step "${step}": ${errorMessage(cause)}`);
  }
}

/** Readable text of anything thrown: the SDK's HTTP helpers throw plain objects, its checks throw strings. */
export function errorMessage(error: unknown): string {
  if (typeof error === "string") return error;
  if (error instanceof Error) return error.message || error.name;
  if (typeof error === "object" && error !== null && "message" in error && typeof error.message === "string") {
    return "status" in error ? `${error.message} (status ${String(error.status)})` : error.message;
  }
  return JSON.stringify(error) ?? String(error);
}
