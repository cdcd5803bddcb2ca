import type { Emulator } from "../../emulator";

/** Writes rows as another application would, without the component. */
export function createRecordWriter({ connection }: Emulator) {
  const send = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${connection.webApiUrl}/api/data/v9.2/${path}`, {
      method,
      headers: { authorization: `Bearer ${await connection.token()}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    /** Returns the id of the new row. */
    create: async (entitySetName: string, row: object): Promise<string> => {
      const { headers } = await send("POST", entitySetName, row);
      return /\(([^)]+)\)$/.exec(headers.get("odata-entityid") ?? "")?.[1] ?? "";
    },
    update: (entitySetName: string, id: string, row: object) => send("PATCH", `${entitySetName}(${id})`, row),
    remove: (entitySetName: string, id: string) => send("DELETE", `${entitySetName}(${id})`),
  };
}
