/** A value that cannot be sent, found before any request. `input` is the label of the input. */
export class InvalidInputError extends Error {
  // A literal, because minifying mangles class names.
  override readonly name = "InvalidInputError";
  constructor(
    readonly input: string,
    readonly problem: string,
  ) {
    super(`${input}: ${problem}`);
  }
}
