/**
 * The characters of an odataIdentifier (OData ABNF, section 6, with the comment there that names the Unicode
 * categories), as sources of regular expressions with the flag `u`.
 */

const LEADING = "\\p{L}\\p{Nl}_";
const FOLLOWING = "\\p{L}\\p{Nl}\\p{Nd}\\p{Mn}\\p{Mc}\\p{Pc}\\p{Cf}";

export const IDENTIFIER_START = `[${LEADING}]`;
export const IDENTIFIER_CHARACTER = `[${FOLLOWING}]`;
export const IDENTIFIER = `${IDENTIFIER_START}${IDENTIFIER_CHARACTER}*`;

/** One leading character and at most 127 more. */
export const MAX_IDENTIFIER_LENGTH = 128;
