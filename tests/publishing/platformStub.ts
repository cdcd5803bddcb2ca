import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { buildSchema, graphql } from "graphql";
import type { Manifest } from "../../publishing/manifest";

/**
 * The part of the platform that publishing talks to: its GraphQL endpoint and the addresses for uploads. Documents and
 * variables are checked by the schema, so that a property the platform does not know is refused as it would be there.
 */
export interface PlatformStub {
  url: string;
  token: string;
  /** In order: the name of a GraphQL operation, or `PUT package.zip`. */
  calls: string[];
  /** The input of the last publication. */
  published(): PublishInput;
  uploads: Map<string, Buffer>;
  /** The signature of the version that the platform has, if any. */
  knows(signature: string): void;
  /** From now on publishing answers with this error. */
  refuses(message: string): void;
  /** Resets the configured responses and the received requests. */
  reset(): void;
  close(): Promise<void>;
}

export interface PublishInput extends Manifest {
  comment?: string | null;
  attributes?: string | null;
}

const schema = buildSchema(readFileSync(path.resolve(__dirname, "platform.graphql"), "utf8"));

export async function startPlatformStub(): Promise<PlatformStub> {
  const stub = new Stub();
  await stub.listen();
  return stub;
}

class Stub implements PlatformStub {
  readonly token = "a-token-for-tests";
  readonly calls: string[] = [];
  readonly uploads = new Map<string, Buffer>();
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));
  #signature: string | undefined;
  #refusal: string | undefined;
  #published: PublishInput | undefined;

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  published(): PublishInput {
    if (!this.#published) throw new Error("Nothing was published.");
    return this.#published;
  }

  knows(signature: string): void {
    this.#signature = signature;
  }

  refuses(message: string): void {
    this.#refusal = message;
  }

  reset(): void {
    this.calls.length = 0;
    this.uploads.clear();
    this.#signature = undefined;
    this.#refusal = undefined;
    this.#published = undefined;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const target = request.url ?? "";
    if (request.method === "PUT" && target.startsWith("/uploads/")) {
      const name = target.slice("/uploads/".length);
      this.calls.push(`PUT ${name}`);
      this.uploads.set(name, body);
      response.end();
    } else if (request.method !== "POST" || target !== "/api") {
      this.calls.push(`${request.method} ${target}`);
      response.writeHead(404).end();
    } else if (request.headers.authorization !== `Bearer ${this.token}`) {
      response.writeHead(401, json).end(JSON.stringify({ errors: [{ message: "unauthorized" }] }));
    } else {
      response.writeHead(200, json).end(JSON.stringify(await this.#execute(body.toString())));
    }
  }

  async #execute(body: string): Promise<unknown> {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    this.calls.push(/(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? query);
    return graphql({ schema, source: query, variableValues: variables ?? {}, rootValue: this.#resolvers() });
  }

  #resolvers() {
    return {
      authenticatedUser: {
        name: "Test",
        email: "test@example.com",
        tenantId: "tenant",
        org: { id: "organization", name: "Organization" },
        customer: null,
      },
      components: () => ({
        nodes: this.#signature ? [{ id: "component", key: "", signature: this.#signature, versionNumber: 1 }] : [],
      }),
      publishComponent: ({ input }: { input: PublishInput }) => this.#publish(input),
    };
  }

  #publish(input: PublishInput) {
    if (this.#refusal) {
      return { publishResult: null, errors: [{ field: "definition", messages: [this.#refusal] }] };
    }
    this.#published = input;
    const address = (name: string) => `${this.url}/uploads/${name}`;
    const publishResult = {
      component: { id: "component", key: input.definition["key"], versionNumber: 2 },
      iconUploadUrl: address("icon.png"),
      packageUploadUrl: address("package.zip"),
      sourceUploadUrl: address("source.zip"),
      connectionIconUploadUrls: [],
      connectionAvatarIconUploadUrls: [],
    };
    return { errors: [], publishResult };
  }
}

const json = { "content-type": "application/json" };

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
