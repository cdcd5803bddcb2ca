/** XML text from elements: names are ours, values are anyone's and therefore escaped. */
export function element(
  name: string,
  attributes: Record<string, string | number | boolean | undefined>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([attribute, value]) => ` ${attribute}="${escaped(String(value))}"`)
    .join("");
  return children.length === 0 ? `<${name}${written} />` : `<${name}${written}>${children.join("")}</${name}>`;
}

/** XML 1.0 section 2.4, and the line ends that attribute normalization would turn into blanks (section 3.3.3). */
function escaped(text: string): string {
  return text
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, (character) => (/[\t\n\r]/.test(character) ? character : ""))
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
