/** `@odata.context`: where in `$metadata` the answer's shape is described. */
import type { RowShape } from "../scope/shape";

/** `accounts(name,primarycontactid(fullname),Account_Tasks(subject))` */
export function contextOfRows(path: string, shape: RowShape): string {
  return `${path}${selection(shape, false)}`;
}

export function contextUrl(serviceRoot: string, fragment: string): string {
  return `${serviceRoot}$metadata#${fragment}`;
}

/** Names as they were asked for; an expanded navigation property always has its parentheses. */
function selection(shape: RowShape, isExpanded: boolean): string {
  const names = [...(shape.selected ?? [])];
  for (const expansion of shape.expansions) {
    const { name } = expansion.navigation;
    // [QueryJoin], "Return references".
    if (expansion.kind === "reference") names.push(name, `${name}/$ref()`);
    else names.push(`${name}${selection(expansion.shape, true)}`);
  }
  return names.length === 0 && !isExpanded ? "" : `(${names.join(",")})`;
}
