import type { Emulator } from "../emulator";
import { createSession } from "../src/session";
import type { DataverseClient } from "../src/client";

const silent = () => undefined;
const logger = { metric: silent, trace: silent, debug: silent, info: silent, log: silent, warn: silent, error: silent };

/** The client an action would get, for the emulator's application user. */
export async function clientOf({ connection }: Emulator): Promise<DataverseClient> {
  const { webApiUrl, clientId } = connection;
  const token = { access_token: await connection.token() };
  return createSession(
    { logger },
    {
      key: "clientCredentials",
      configVarKey: "Dynamics Connection",
      fields: { webApiUrl, clientId },
      token,
    },
  );
}
