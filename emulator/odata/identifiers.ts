/**
 * The characters of an odataIdentifier (OData ABNF, section 6, with the comment there that names the Unicode
 * categories), as sources of regular expressions with the flag `u`.
 */

const leading = "\\p{L}\\p{Nl}_";
const following = "\\p{L}\\p{Nl}\\p{Nd}\\p{Mn}\\p{Mc}\\p{Pc}\\p{Cf}";

export const identifierStart = `[${leading}]`;
export const identifierCharacter = `[${following}]`;
export const identifier = `${identifierStart}${identifierCharacter}*`;

/** One leading character and at most 127 more. */
export const maxIdentifierLength = 128;
