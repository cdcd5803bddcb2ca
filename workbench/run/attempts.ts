import type { ErrorConfig } from "../document/definition";

export type Attempted<T> = { value: T } | { error: unknown; ignored: boolean };

export interface AttemptOptions {
  wait: (milliseconds: number) => Promise<unknown>;
  onRetry: (error: unknown, attempt: number, delayMs: number) => void | Promise<void>;
}

/**
 * Runs a step as its error handling says: fail, ignore, or retry "a maximum of Max Attempts times", waiting twice as
 * long each time with exponential backoff (prismatic.io/docs, "Error Handling" of the low-code designer).
 */
export async function attempt<T>(
  { errorHandlerType = "fail", maxAttempts = 0, ...config }: ErrorConfig,
  work: () => Promise<T>,
  { wait, onRetry }: AttemptOptions,
): Promise<Attempted<T>> {
  const retries = errorHandlerType === "retry" ? maxAttempts : 0;
  const ignored = errorHandlerType === "ignore" || (errorHandlerType === "retry" && config.ignoreFinalError === true);
  for (let retry = 0; ; retry++) {
    try {
      return { value: await work() };
    } catch (error) {
      if (retry >= retries) return { error, ignored };
      const delayMs = (config.delaySeconds ?? 0) * 1000 * (config.usesExponentialBackoff ? 2 ** retry : 1);
      await onRetry(error, retry + 1, delayMs);
      await wait(delayMs);
    }
  }
}
