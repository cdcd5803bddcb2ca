import net from "node:net";

/**
 * A TCP proxy that cuts connections at random bytes, in either direction, from a seed. After three cuts in a row it
 * lets one connection live, so that five repeats are always enough; what lives may be cut later by `cutAll`.
 */
export interface CuttingProxy {
  url: string;
  /** Connections that were cut so far, by the direction of the byte that was not let through. */
  cuts: { toServer: number; toClient: number };
  /** Ends what lives between two steps, so that the next one begins with a connection that may be cut. */
  cutAll(): void;
  close(): Promise<void>;
}

const cutsInARow = 3;
/** Past the longest answers of the steps, so that some cuts never happen and others fall between two requests. */
const lastByte = 3_000;

export async function startCuttingProxy(target: URL, seed: number): Promise<CuttingProxy> {
  const random = mulberry32(seed);
  const cuts = { toServer: 0, toClient: 0 };
  const open = new Set<net.Socket>();
  let inARow = 0;

  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname);
    const isSpared = inARow >= cutsInARow;
    if (isSpared) inARow = 0;
    const direction = random() < 0.5 ? "toServer" : "toClient";
    const at = isSpared ? Infinity : Math.floor(random() * lastByte);
    const cut = () => {
      if (open.delete(client)) {
        cuts[direction]++;
        inARow++;
      }
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    };
    open.add(client);
    forward(client, upstream, direction === "toServer" ? at : Infinity, cut);
    forward(upstream, client, direction === "toClient" ? at : Infinity, cut);
    client.on("close", () => {
      open.delete(client);
      upstream.destroy();
    });
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as net.AddressInfo;
  const cutAll = () => {
    for (const client of open) client.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    cuts,
    cutAll,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cutAll();
      }),
  };
}

/** Lets bytes through up to `limit`, and then cuts. */
function forward(from: net.Socket, to: net.Socket, limit: number, cut: () => void): void {
  let passed = 0;
  from.on("data", (chunk: Buffer) => {
    if (passed + chunk.length <= limit) {
      passed += chunk.length;
      to.write(chunk);
      return;
    }
    const rest = chunk.subarray(0, limit - passed);
    passed = limit;
    // The bytes before the cut arrive: only then has the other side seen a message that breaks off.
    if (rest.length === 0) cut();
    else to.write(rest, () => setImmediate(cut));
  });
  from.on("error", () => undefined);
}

/** A small generator with a good spread (mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
