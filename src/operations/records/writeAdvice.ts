/** Advice after Dataverse rejected a write: sentences that the service's own message does not contain. */
import { type DataverseClient, DataverseError, errorCode, type RecordKey } from "../../client";
import { columnCandidates } from "../tables/columns";
import { getDefinition } from "../tables/definitions";
import { suggestion } from "../tables/similarNames";
import { decoded } from "./bindings";
import { bindSuffix, hasNestedRecords, type RecordRequest } from "./requests";

/** The error with advice at the end of its message. The original is returned when there is none. */
export function withAdvice(error: unknown, advice: string | undefined): unknown {
  if (!(error instanceof DataverseError) || advice === undefined) return error;
  const separator = error.message.endsWith(".") ? " " : ". ";
  return new DataverseError(`${error.message}${separator}${advice}`, { ...error });
}

/** Runs a request that names a record by `key`. */
export async function withKeyAdvice<Result>(key: RecordKey, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const isKeyRejected =
      error instanceof DataverseError &&
      error.code === errorCode.badRequest &&
      /\bkey\b/i.test(error.serverMessage ?? "");
    throw isKeyRejected ? withAdvice(error, keyAdvice(key)) : error;
  }
}

function keyAdvice(key: RecordKey): string | undefined {
  if (key.kind === "id") return undefined;
  const numbers = key.parts.filter(({ value }) => value.kind === "literal" && /^[+-]?[\d.]+$/.test(value.text));
  if (numbers.length > 0) {
    const quoted = numbers.map(({ column, value }) => `${column}='${value.text}'`).join(",");
    return `The value of a text column must be in apostrophes: ${quoted}.`;
  }
  const columns = key.parts.map(({ column }) => column).join(", ");
  return `An alternate key of the table with exactly these columns must be defined and active: ${columns}.`;
}

/** Advice on a rejected write, from its body. The columns of the table are read for a name that does not exist. */
export async function writeAdvice(
  client: DataverseClient,
  { method, path, body = {} }: RecordRequest,
  error: unknown,
): Promise<string | undefined> {
  if (!(error instanceof DataverseError) || (error.status !== 400 && error.status !== 404)) return undefined;
  const message = error.serverMessage ?? "";
  const bound = missingBindings(body, error);
  if (bound !== undefined) return bound;
  const lookup = lookupWithoutBind(body, message);
  if (lookup !== undefined) return lookup;
  if (error.status === 400 && method === "PATCH" && hasNestedRecords(body)) {
    return "An update or upsert cannot write related records or activity parties: create the record with them.";
  }
  const unknown = /property (?:named )?'([\w.@]+)'/i.exec(message)?.[1];
  const name = unknown?.split("@")[0];
  return name !== undefined && Object.keys(body).some((each) => each.split("@")[0] === name)
    ? similarColumns(client, path, name)
    : undefined;
}

/** Bindings by alternate key, or by the id that the message names. */
function missingBindings(body: Record<string, unknown>, { code, serverMessage = "" }: DataverseError) {
  const isByKey = code === errorCode.recordNotFoundByEntityKey || code === errorCode.badRequest;
  if (!isByKey && code !== errorCode.objectDoesNotExist) return undefined;
  const ids = [...serverMessage.matchAll(/[0-9a-f-]{36}/gi)].map(([id]) => id.toLowerCase());
  const bindings = Object.entries(body).flatMap(([name, value]) => {
    if (!name.endsWith(bindSuffix) || typeof value !== "string") return [];
    const isMeant = isByKey ? /\(\w+=/.test(value) : ids.some((id) => value.toLowerCase().includes(id));
    return isMeant ? [`"${name.slice(0, -bindSuffix.length)}" refers to ${decoded(value.replace(/^\//, ""))}`] : [];
  });
  if (bindings.length === 0) return undefined;
  const hint =
    code === errorCode.badRequest ? "; a lookup by columns requires an alternate key with exactly these" : "";
  return `The lookup ${bindings.join(", and ")}${hint}.`;
}

/** A lookup column or navigation property with a value instead of a binding. */
function lookupWithoutBind(body: Record<string, unknown>, message: string): string | undefined {
  if (!/direct update of Entity Reference|navigation property/i.test(message)) return undefined;
  const name = Object.keys(body).find((each) => {
    const value = body[each];
    return typeof value === "string" && (message.includes(`'${each}'`) || /^_\w+_value$/.test(each));
  });
  if (name === undefined) return undefined;
  const column = name.replace(/^_(\w+)_value$/, "$1");
  return `"${name}" is a lookup: enter it in Field Value as table(<id>), or in Dynamic Values as "${column}${bindSuffix}": "/<entity set>(<id>)".`;
}

async function similarColumns(client: DataverseClient, path: string, name: string): Promise<string | undefined> {
  try {
    const table = await getDefinition(client, /^\w+/.exec(path)?.[0] ?? "");
    if (table.columns.has(name)) return undefined;
    const similar = suggestion(name, await columnCandidates(client, table)).trim();
    return similar === "" ? undefined : similar;
  } catch {
    // Without the columns there is no advice. The rejection is what the caller must see.
    return undefined;
  }
}
