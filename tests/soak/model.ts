/**
 * An in-memory model of the rows that the organization must contain. `name` identifies rows and is not a key: a create
 * that ran twice shows as two rows of one name, and the service would not have prevented it.
 */
export interface Values {
  accountnumber: string | null;
  numberofemployees: number;
  description: string;
}

export interface Row extends Values {
  name: string;
  id: string;
  /** Of the row as it is, where it is known. */
  etag?: string | undefined;
  /** Of the row as it was. */
  staleEtag?: string | undefined;
}

/** A row as it was read. */
export interface FoundRow extends Values {
  name: string;
  accountid: string;
}

/** The effect of a write on one row: without `before` it is a create, without `after` a delete. */
export interface Change {
  name: string;
  before: Row | undefined;
  after: Values | undefined;
}

export type Model = Map<string, Row>;

export const columns = ["name", "accountnumber", "numberofemployees", "description"] as const;

/** The write took effect. */
export function apply(model: Model, { name, before, after }: Change, id: string | undefined, etag?: string): void {
  if (!after) return void model.delete(name);
  const known = id ?? before?.id;
  if (known === undefined) throw new Error(`The id of ${name} is unknown.`);
  model.set(name, { name, ...after, id: known, etag, staleEtag: before?.etag ?? before?.staleEtag });
}

/** Determines from the current rows of its name whether a write took effect, or reports the problem with these rows. */
export function outcomeOf({ name, before, after }: Change, found: FoundRow[]): "before" | "after" | { wrong: string } {
  const [row, ...others] = found;
  if (others.length > 0) return { wrong: `${name} is there ${found.length} times` };
  const isBefore = before ? row !== undefined && equals(before, row) && row.accountid === before.id : !row;
  const isAfter = after ? row !== undefined && equals(after, row) : !row;
  if (isBefore) return "before";
  return isAfter ? "after" : { wrong: `${name} is neither as before nor as written: ${JSON.stringify(row)}` };
}

/** Everything in which the rows read differ from the model. */
export function differences(model: Model, found: FoundRow[]): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const row of found) {
    const expected = model.get(row.name);
    if (seen.has(row.name)) problems.push(`${row.name} is there twice`);
    else if (!expected) problems.push(`${row.name} should not be there`);
    else if (!equals(expected, row) || expected.id !== row.accountid) {
      problems.push(`${row.name} is ${JSON.stringify(row)} instead of ${JSON.stringify(expected)}`);
    }
    seen.add(row.name);
  }
  for (const name of model.keys()) {
    if (!seen.has(name)) problems.push(`${name} is lost`);
  }
  return problems;
}

function equals(expected: Values, row: FoundRow): boolean {
  return (
    expected.accountnumber === row.accountnumber &&
    expected.numberofemployees === row.numberofemployees &&
    expected.description === row.description
  );
}
