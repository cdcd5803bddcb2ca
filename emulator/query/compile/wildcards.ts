/**
 * SQL Server's LIKE patterns for SQLite, which has no character sets in LIKE but has them in GLOB.
 * [Wildcards], [SqlLike].
 *
 *   pattern = *( "%" / "_" / "[" [ "^" ] 1*char "]" / char )
 */
export type SqlitePattern =
  /** Without sets, the two dialects agree. SQLite's LIKE has no escape character unless one is named. */
  | { operator: "LIKE"; pattern: string }
  /** GLOB is case-sensitive: fold both sides. */
  | { operator: "GLOB"; pattern: string };

export function sqlitePattern(pattern: string): SqlitePattern {
  if (!pattern.includes("[")) return { operator: "LIKE", pattern };
  let glob = "";
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern.charAt(index);
    // "[]" alone is an empty set to SQL Server; GLOB would read the bracket as the set's first member.
    const end = character === "[" ? pattern.indexOf("]", index + 1) : -1;
    if (end > index) {
      glob += pattern.slice(index, end + 1);
      index = end;
    } else glob += globOf(character);
  }
  return { operator: "GLOB", pattern: glob };
}

function globOf(character: string): string {
  if (character === "%") return "*";
  if (character === "_") return "?";
  return character === "*" || character === "?" ? `[${character}]` : character;
}
