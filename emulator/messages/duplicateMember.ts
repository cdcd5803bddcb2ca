/**
 * The first name that stands twice in one object of a JSON text, or `undefined`. `JSON.parse` keeps the last of them
 * silently, OData refuses them ([ODataJson], section 4). The text must be valid JSON.
 */
export function duplicateMember(text: string): string | undefined {
  const open: Set<string>[] = [];
  const token = /["{}]/g;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === "{") open.push(new Set());
    else if (found[0] === "}") open.pop();
    else {
      const end = stringEnd(text, token.lastIndex);
      const name = nameAt(text, found.index, end);
      const names = open.at(-1);
      if (name !== undefined && names?.has(name)) return name;
      if (name !== undefined) names?.add(name);
      token.lastIndex = end;
    }
  }
  return undefined;
}

/** Behind the closing quotation mark. Without a regular expression, because file contents are long strings. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text.charAt(index - 1 - backslashes) === "\\") backslashes++;
  return backslashes % 2 === 1;
}

/** The string from `start` to `end`, when a colon follows and it is a name. */
function nameAt(text: string, start: number, end: number): string | undefined {
  const colon = /\s*:/y;
  colon.lastIndex = end;
  return colon.test(text) ? (JSON.parse(text.slice(start, end)) as string) : undefined;
}
