/** A receiver of posts and the registrations that lead to it, for tests: over HTTP on both sides. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { EmulatorOptions } from "..";
import { startTestClient, type TestClient } from "./client";

export interface Post {
  url: string;
  headers: Record<string, string>;
  text: string;
  body: Context;
}

export interface Context {
  MessageName: string;
  PrimaryEntityName: string;
  PrimaryEntityId: string;
  InputParameters: { key: string; value: unknown }[];
  PreEntityImages: { key: string; value: Row }[];
  PostEntityImages: { key: string; value: Row }[];
  ParentContext: Context | null;
  [member: string]: unknown;
}

export interface Row {
  Attributes: { key: string; value: unknown }[];
  FormattedValues: { key: string; value: string }[];
  Id: string;
  LogicalName: string;
}

type Answer = number | "silence" | (() => Promise<number>);

class Receiver {
  readonly posts: Post[] = [];
  /** Answers to the next posts; 200 when used up. */
  answers: Answer[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        receiver.posts.push({ url: request.url ?? "", headers, text, body: JSON.parse(text) as Context });
        const answer = receiver.answers.shift() ?? 200;
        if (answer === "silence") return;
        void Promise.resolve(typeof answer === "number" ? answer : answer()).then((status) => {
          response.statusCode = status;
          response.end("ignored");
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export interface Registration {
  message?: string;
  /** Logical name; every table when null. */
  table?: string | null;
  step?: object;
  endpoint?: object;
}

export interface Hooks {
  client: TestClient;
  receiver: Receiver;
  /** Registers an endpoint and a step over the Web API; asynchronous unless it says otherwise. */
  register(registration?: Registration): Promise<{ endpoint: string; step: string }>;
  /** Deletes all endpoints, and their steps with them; forgets posts. */
  clear(): Promise<void>;
  /** Waits for queued deliveries and returns all deliveries so far. */
  settled(): Promise<Post[]>;
  close(): Promise<void>;
}

export async function startHooks(options: EmulatorOptions = {}): Promise<Hooks> {
  const receiver = await Receiver.start();
  const client = await startTestClient(options);
  const first = async (path: string, id: string): Promise<string> => {
    const { value } = (await client.get(path)) as { value: Record<string, string>[] };
    return value[0]?.[id] ?? `nothing at ${path}`;
  };
  const register: Hooks["register"] = async ({
    message = "Update",
    table = "account",
    step = {},
    endpoint = {},
  } = {}) => {
    const endpointId = await client.create("serviceendpoints", {
      name: "Receiver",
      url: `${receiver.url}/hook`,
      contract: 8,
      authtype: 4,
      authvalue: "key",
      ...endpoint,
    });
    const messageId = await first(`sdkmessages?$select=sdkmessageid&$filter=name eq '${message}'`, "sdkmessageid");
    const filter = `primaryobjecttypecode eq '${String(table)}' and _sdkmessageid_value eq ${messageId}`;
    const filterId = table === null ? null : await first(`sdkmessagefilters?$filter=${filter}`, "sdkmessagefilterid");
    const stepId = await client.create("sdkmessageprocessingsteps", {
      name: `${message} of ${String(table)}`,
      mode: 1,
      stage: 40,
      rank: 1,
      supporteddeployment: 0,
      asyncautodelete: false,
      "sdkmessageid@odata.bind": `/sdkmessages(${messageId})`,
      ...(filterId === null ? {} : { "sdkmessagefilterid@odata.bind": `/sdkmessagefilters(${filterId})` }),
      "eventhandler_serviceendpoint@odata.bind": `/serviceendpoints(${endpointId})`,
      ...step,
    });
    return { endpoint: endpointId, step: stepId };
  };
  const settled = async (): Promise<Post[]> => {
    await client.emulator.control.settle();
    return receiver.posts;
  };
  return {
    client,
    receiver,
    register,
    settled,
    clear: async () => {
      await settled();
      const { value } = (await client.get("serviceendpoints")) as { value: { serviceendpointid: string }[] };
      for (const { serviceendpointid } of value) await client.call("DELETE", `serviceendpoints(${serviceendpointid})`);
      receiver.posts.length = 0;
      receiver.answers = [];
    },
    close: async () => {
      await client.emulator.close();
      await receiver.close();
    },
  };
}

/** A parameter of the message. */
export function input(post: { body: Context } | undefined, key: string): unknown {
  return post?.body.InputParameters.find((parameter) => parameter.key === key)?.value;
}

export function target(post: { body: Context } | undefined): Row {
  return input(post, "Target") as Row;
}

/** Attributes by name, in their order. */
export function attributes(row: Row | undefined): Record<string, unknown> {
  return Object.fromEntries((row?.Attributes ?? []).map(({ key, value }) => [key, value]));
}
