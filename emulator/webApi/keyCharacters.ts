import { invalidODataRequest } from "../errors/rejections";
import type { ResourcePath } from "../odata/ast";

/**
 * Characters that make an alternate key value unusable in a URL, encoded or not: ASP.NET refuses most of them in a
 * path before the Web API sees it ([AlternateKeyReference]: special characters).
 */
const refused = /[/<>*%&:\\?+]/;

/** @throws ServiceError 400 when a text value in a key holds such a character. */
export function checkKeyCharacters({ segments }: ResourcePath): void {
  for (const { key } of segments) {
    if (key?.kind !== "compound") continue;
    for (const { value } of key.parts) {
      if (value.kind !== "literal" || value.literal.type !== "string") continue;
      const character = refused.exec(value.literal.value)?.[0];
      if (character !== undefined) {
        throw invalidODataRequest(
          `A potentially dangerous Request.Path value was detected from the client (${character}).`,
        );
      }
    }
  }
}
