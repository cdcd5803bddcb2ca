import type { DataverseRecord } from "../../src/client";
import { batch } from "./batches";
import {
  apply,
  type Change,
  columns,
  differences,
  type FoundRow,
  type Model,
  outcomeOf,
  type Row,
  type Values,
} from "./model";
import type { Random } from "./random";
import { isExpiredToken, isWeather, verdictOn } from "./verdict";

/**
 * A worker runs one operation after the other on rows that no other worker changes, so after each operation it knows
 * the expected rows. If an error leaves the outcome open, it reads the rows, as a careful builder would.
 */
export interface Worker {
  number: number;
  random: Random;
  model: Model;
  /** Beginning of the names of all its rows. */
  prefix: string;
  rowsMade: number;
  run<Result>(action: string, inputs: Record<string, unknown>): Promise<Result>;
  renewToken(): Promise<void>;
  tally(operation: string, outcome: Outcome): void;
  /** Something that must never happen. */
  wrong(problem: string): void;
}

export type Outcome = "done" | "notRun" | "openAndRun" | "openAndNotRun" | "readFailed";

type Operation = (worker: Worker) => Promise<void>;

/** Target number of rows; above it, deletes are more frequent than creates. */
const usualRows = 40;

export async function step(worker: Worker): Promise<void> {
  const { random, model } = worker;
  if (model.size < 5) return random.pick([createPlain, createWithId, upsert])(worker);
  const writes = model.size > usualRows ? [remove, remove, batch] : [createPlain, createWithId, upsert, remove, batch];
  const others: Operation[] = [get, get, update, update, update, upsert, query, fetchXml, batch];
  await random.pick([...writes, ...others])(worker);
}

export function newName(worker: Worker): string {
  worker.rowsMade += 1;
  return `${worker.prefix}${worker.rowsMade}`;
}

export function newValues(random: Random, accountnumber: string | null): Values {
  const text = random.pick(["plain", "O'Brien & Söhne", 'said "no"', "line\nbreak", "100 % <sure>", "日本 🎉"]);
  return {
    accountnumber,
    numberofemployees: random.between(0, 1_000_000),
    description: `${text} ${random.between(0, 1e6)}`,
  };
}

export function anyRow({ random, model }: Worker): Row {
  return random.pick([...model.values()]);
}

/** Its number is the alternate key, where it has one. */
export function keyOf({ random }: Worker, row: Row): string {
  return row.accountnumber !== null && random.chance(0.5) ? `accountnumber='${row.accountnumber}'` : row.id;
}

/** Without an id of its own and without a key: nothing but the client keeps it from running twice. */
async function createPlain(worker: Worker): Promise<void> {
  const change: Change = { name: newName(worker), before: undefined, after: newValues(worker.random, null) };
  await write(worker, "create", change, () => worker.run("createEntity", createInputs(worker, change)));
}

async function createWithId(worker: Worker): Promise<void> {
  const name = newName(worker);
  const after = newValues(worker.random, worker.random.chance(0.5) ? name : null);
  const change: Change = { name, before: undefined, after };
  const recordId = worker.random.guid();
  await write(worker, "create with id", change, () =>
    worker.run("createEntity", { ...createInputs(worker, change), recordId }),
  );
}

function createInputs({ random }: Worker, { name, after }: Change): Record<string, unknown> {
  const values = { name, ...after };
  const fieldValues = Object.entries(values).flatMap(([key, value]) =>
    value === null ? [] : [{ key, value: `${value}` }],
  );
  return {
    entityType: "accounts",
    returnRecord: random.pick(["true", "false"]),
    ...(random.chance(0.2) ? { fieldValues } : { dynamicValues: values }),
  };
}

async function get(worker: Worker): Promise<void> {
  const row = anyRow(worker);
  const inputs = { entityType: "accounts", entityId: keyOf(worker, row), fieldNames: columns.join(",") };
  const found = await read<FoundRow & DataverseRecord>(worker, "get", "getEntity", inputs);
  if (!found) return;
  report(worker, "get", differences(new Map([[row.name, row]]), [found]));
  row.etag = String(found["@odata.etag"]);
}

/** Unconditional, or with the ETag that was read just before, or with one that must be refused. */
async function update(worker: Worker): Promise<void> {
  const { random } = worker;
  const row = anyRow(worker);
  const etag = random.pick([undefined, row.etag, row.staleEtag]);
  const isStale = etag !== undefined && etag === row.staleEtag;
  const after = { ...newValues(random, row.accountnumber) };
  const { accountnumber: _key, ...dynamicValues } = after;
  const inputs = {
    entityType: "accounts",
    entityId: keyOf(worker, row),
    dynamicValues,
    returnRecord: random.pick(["true", "false"]),
    etag: etag ?? "",
  };
  const change: Change = { name: row.name, before: row, after: isStale ? row : after };
  const name = isStale ? "update, outdated" : etag === undefined ? "update" : "update by ETag";
  await write(worker, name, change, () => worker.run("updateEntity", inputs), isStale ? 412 : undefined);
}

async function upsert(worker: Worker): Promise<void> {
  const known = [...worker.model.values()].filter(({ accountnumber }) => accountnumber !== null);
  const before = known.length > 0 && worker.random.chance(0.6) ? worker.random.pick(known) : undefined;
  const name = before?.name ?? newName(worker);
  const after = newValues(worker.random, name);
  const { accountnumber: _key, ...values } = after;
  const inputs = {
    entityType: "accounts",
    entityId: `accountnumber='${name}'`,
    dynamicValues: { name, ...values },
    returnRecord: worker.random.pick(["true", "false"]),
  };
  const result = await write(worker, "upsert", { name, before, after }, () => worker.run("upsertEntity", inputs));
  if (before && result?.["@created"] === true) worker.wrong(`upsert of ${name} says that it has created it again`);
}

async function remove(worker: Worker): Promise<void> {
  const row = anyRow(worker);
  const etag = worker.random.chance(0.3) ? (row.etag ?? "") : "";
  const inputs = { entityType: "accounts", entityId: keyOf(worker, row), etag };
  const change: Change = { name: row.name, before: row, after: undefined };
  await write(worker, "delete", change, () => worker.run("deleteEntity", inputs));
}

async function query(worker: Worker): Promise<void> {
  const inputs = {
    entityType: "accounts",
    fieldNames: columns.join(","),
    filterExpression: `startswith(name,'${worker.prefix}')`,
    orderByFieldNames: worker.random.pick(["", "numberofemployees desc", "name"]),
    recordsPerPage: worker.random.between(5, 30),
    fetchAll: "true",
  };
  const found = await read<{ value: FoundRow[] }>(worker, "query", "queryEntities", inputs);
  if (found) report(worker, "query", differences(worker.model, found.value));
}

async function fetchXml(worker: Worker): Promise<void> {
  const attributes = columns.map((name) => `<attribute name="${name}"/>`).join("");
  const filter = `<filter><condition attribute="name" operator="like" value="${worker.prefix}%"/></filter>`;
  const count = worker.random.between(5, 30);
  const xmlQuery = `<fetch count="${count}"><entity name="account">${attributes}<order attribute="name"/>${filter}</entity></fetch>`;
  const inputs = { entityType: worker.random.pick(["accounts", "account"]), xmlQuery, fetchAll: "true" };
  const found = await read<{ value: Partial<FoundRow>[] }>(worker, "FetchXML", "fetchXml", inputs);
  if (!found) return;
  // FetchXML leaves empty columns out.
  const rows = found.value.map((row) => ({ accountnumber: null, ...row }) as FoundRow);
  report(worker, "FetchXML", differences(worker.model, rows));
}

async function read<Result>(
  worker: Worker,
  name: string,
  action: string,
  inputs: Record<string, unknown>,
): Promise<Result | undefined> {
  try {
    const result = await worker.run<Result>(action, inputs);
    worker.tally(name, "done");
    return result;
  } catch (error) {
    if (!isWeather(error)) worker.wrong(`${name}: ${describe(error)}`);
    worker.tally(name, "readFailed");
    if (isExpiredToken(error)) await worker.renewToken();
    return undefined;
  }
}

async function write(
  worker: Worker,
  name: string,
  change: Change,
  run: () => Promise<DataverseRecord>,
  expectedStatus?: number,
): Promise<DataverseRecord | undefined> {
  try {
    const result = await run();
    if (expectedStatus !== undefined) worker.wrong(`${name} of ${change.name} was not refused`);
    const id = result["accountid"] ?? (change.before ? change.before.id : result["id"]);
    const etag = result["@odata.etag"];
    apply(worker.model, change, String(id), typeof etag === "string" ? etag : undefined);
    worker.tally(name, "done");
    return result;
  } catch (error) {
    await settle(worker, name, [change], error, { expectedStatus });
    return undefined;
  }
}

export interface Settling {
  /** The refusal that had to come. */
  expectedStatus?: number | undefined;
  /** All of the changes or none. */
  isAtomic?: boolean;
}

/** Brings the model in line after an error, by what the error says and, where that leaves it open, by looking. */
export async function settle(
  worker: Worker,
  name: string,
  changes: Change[],
  error: unknown,
  { expectedStatus, isAtomic = false }: Settling = {},
): Promise<void> {
  const verdict = verdictOn(error, expectedStatus);
  if (verdict === "wrong") worker.wrong(`${name}: ${describe(error)}`);
  if (isExpiredToken(error)) await worker.renewToken();
  if (verdict === "notRun") return worker.tally(name, "notRun");
  const found = await look(worker, changes);
  const outcomes = changes.map((change) => {
    const rows = found.filter((row) => row.name === change.name);
    const outcome = outcomeOf(change, rows);
    if (typeof outcome === "object") worker.wrong(`${name}: ${outcome.wrong}, after ${describe(error)}`);
    if (outcome === "after") apply(worker.model, change, rows[0]?.accountid);
    return outcome;
  });
  if (isAtomic && new Set(outcomes).size > 1) worker.wrong(`${name}: only a part of the change set has run`);
  worker.tally(name, outcomes.includes("after") ? "openAndRun" : "openAndNotRun");
}

/** Until an answer comes. */
async function look(worker: Worker, changes: Change[]): Promise<FoundRow[]> {
  const names = changes.map(({ name }) => `name eq '${name}'`);
  const inputs = {
    entityType: "accounts",
    fieldNames: columns.join(","),
    filterExpression: names.join(" or "),
    recordsPerPage: "100",
  };
  for (let attempt = 1; attempt <= 50; attempt++) {
    const found = await read<{ value: FoundRow[] }>(worker, "look", "queryEntities", inputs);
    if (found) return found.value;
  }
  throw new Error("Nothing could be read any more.");
}

function report(worker: Worker, name: string, problems: string[]): void {
  for (const problem of problems) worker.wrong(`${name}: ${problem}`);
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
