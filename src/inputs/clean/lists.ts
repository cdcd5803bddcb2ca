import { isBlank, plainText } from "./text";

/**
 * A value list. A single text is also a list, so that a reference to a text works, and so is JSON text of a list; an
 * item that refers to a list brings its items. Commas outside parentheses separate.
 */
export function textList(label: string) {
  return (value: unknown): string[] => listItems(label, value).flatMap(splitAtCommas);
}

/** A list of labels, which may contain commas: the text as it is and its pieces both count. */
export function labelList(label: string) {
  return (value: unknown): string[] => [
    ...new Set(listItems(label, value).flatMap((text) => [text, ...splitAtCommas(text)])),
  ];
}

function listItems(label: string, value: unknown): string[] {
  const items = asList(value).flatMap(asList);
  return items.filter((item) => !isBlank(item)).map((item) => plainText(item, label));
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "string" || !/^\s*\[.*\]\s*$/s.test(value)) return [value];
  try {
    const list = JSON.parse(value) as unknown[];
    return list.every((item) => typeof item === "string") ? list : [value];
  } catch {
    // A label may also begin and end with brackets.
    return [value];
  }
}

/** `name,primarycontactid($select=fullname,emailaddress1)` has two items. */
function splitAtCommas(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const character = text[index];
    if (character === "'") isQuoted = !isQuoted;
    if (!isQuoted && character === "(") depth++;
    if (!isQuoted && character === ")") depth--;
    if (index === text.length || (character === "," && depth === 0 && !isQuoted)) {
      items.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  return items.filter((item) => item !== "");
}
