/** The rows of an emulated organization, for tests that prepare rows or check the rows that a flow wrote. */
import type { Emulator } from "../../emulator";

/** The required part of an emulator. */
export interface EmulatedOrganization {
  url: string;
  connection: Pick<Emulator["connection"], "token">;
}

export interface WebApi {
  /**
   * Answers what is at an address below the root, such as `accounts(accountnumber='A-1')?$select=name`: a row, the rows
   * of a collection (its first page), the number of a `$count`; null where there is no such row.
   */
  read(address: string): Promise<unknown>;
  /** Creates a row and returns it with all columns. */
  create(address: string, values: object): Promise<Record<string, unknown>>;
  /** Changes the row at that address, or creates it there. */
  write(address: string, values: object): Promise<Record<string, unknown>>;
  remove(address: string): Promise<void>;
}

/** @throws Error from each call when the Web API refuses, with its own message. */
export function createWebApi({ url, connection }: EmulatedOrganization): WebApi {
  let token: Promise<string> | undefined;
  const call = async (method: string, address: string, values?: object): Promise<Response> => {
    token ??= connection.token();
    return fetch(new URL(address, `${url}/api/data/v9.2/`), {
      method,
      headers: {
        Authorization: `Bearer ${await token}`,
        Accept: "application/json",
        ...(values && { "Content-Type": "application/json", Prefer: "return=representation" }),
      },
      ...(values && { body: JSON.stringify(values) }),
    });
  };
  const row = async (method: string, address: string, values: object) => {
    const response = await accepted(await call(method, address, values), `${method} ${address}`);
    return (await response.json()) as Record<string, unknown>;
  };
  return {
    read: async (address) => {
      const response = await call("GET", address);
      if (response.status === 404 && (await isMissingRow(response.clone()))) return null;
      return content(await accepted(response, `GET ${address}`));
    },
    create: (address, values) => row("POST", address, values),
    write: (address, values) => row("PATCH", address, values),
    remove: async (address) => void (await accepted(await call("DELETE", address), `DELETE ${address}`)),
  };
}

async function content(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return null;
  // $count returns a number as plain text (OData 4.01 URL Conventions, section 4.8).
  if (!(response.headers.get("content-type") ?? "").includes("json")) return Number(text.replace(/^\uFEFF/, ""));
  const body = JSON.parse(text) as { value?: unknown };
  return Array.isArray(body.value) ? body.value : body;
}

/** Both codes say that there is no such row; any other 404 that there is no such table or property. */
const missingRowCodes = ["0x80040217", "0x80060891"];

async function isMissingRow(response: Response): Promise<boolean> {
  const { error } = (await response.json()) as { error?: { code?: string } };
  return missingRowCodes.includes(error?.code ?? "");
}

async function accepted(response: Response, request: string): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  let message = text;
  try {
    message = (JSON.parse(text) as { error?: { message?: string } }).error?.message ?? text;
  } catch {
    // Not the Web API's form; the text is all there is.
  }
  throw new Error(`${request} answered ${response.status}: ${message}`);
}
