import { DynamicsWebApi, type RequestError } from "dynamics-web-api";
import { createEmulator, type Emulator } from "../../emulator";

/**
 * Runs `dynamics-web-api`, a third-party client, over real HTTP against the emulator. The expectations come from
 * Microsoft's documentation of the service and from the client's own documentation, never from the emulator.
 */
export interface ThirdPartyClient {
  client: DynamicsWebApi;
  emulator: Emulator;
  /** A new row's id. */
  create(collection: string, data: object): Promise<string>;
  close(): Promise<void>;
}

export type Row = Record<string, unknown>;

export async function startThirdPartyClient(): Promise<ThirdPartyClient> {
  const emulator = await createEmulator();
  const client = new DynamicsWebApi({ serverUrl: emulator.url, onTokenRefresh: () => emulator.connection.token() });
  return {
    client,
    emulator,
    create: (collection, data) => client.create<object, string>({ collection, data }),
    close: () => emulator.close(),
  };
}

/** Status and code of the error that a call must end with. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number | undefined; code: string }> {
  try {
    await call;
  } catch (error) {
    const { status, code = "" } = error as RequestError;
    return { status, code: code.toLowerCase() };
  }
  throw new Error("The call did not fail.");
}
