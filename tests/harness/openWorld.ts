import type { Emulator } from "../../emulator";

/** Requests that a test sends beside the component: to prepare rows, and to look at what a step has done. */
export interface World {
  /** Sends a Web API request and returns the body of the response. */
  api<Body = Record<string, unknown>>(method: string, path: string, body?: object): Promise<Body>;
}

export async function openWorld({ url, connection }: Emulator): Promise<World> {
  const token = await connection.token();
  return {
    async api<Body>(method: string, path: string, body?: object) {
      const response = await fetch(`${url}/api/data/v9.2/${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json",
          Prefer: "return=representation",
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text === "" ? {} : JSON.parse(text)) as Body;
    },
  };
}
