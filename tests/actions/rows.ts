import type { World } from "../harness/openWorld";

/** Rows that cases make, and what they count afterwards. */
export async function count(world: World, path: string): Promise<number> {
  return (await world.api<{ value: unknown[] }>("GET", path)).value.length;
}

export function accountsNamed(world: World, name: string): Promise<number> {
  return count(world, `accounts?$select=name&$filter=name eq '${name}'`);
}

export async function newAccount(
  world: World,
  row: object = { name: "before" },
): Promise<{ id: string; etag: string }> {
  const created = await world.api<{ accountid: string; "@odata.etag": string }>("POST", "accounts", row);
  return { id: created.accountid, etag: created["@odata.etag"] };
}
