import http from "node:http";
import https from "node:https";
import { maxConcurrentRequests } from "../retry/limits";

/**
 * Connections are kept open for the next step. The server may have closed one that has been idle for long without this
 * process noticing, especially when the platform freezes the process between two runs. A request on such a connection
 * is lost, and a lost create cannot be repeated. So the connection is closed, and a new one is made.
 */
export interface Agents {
  httpAgent: http.Agent;
  httpsAgent: https.Agent;
  /** Must be called before a request. */
  closeLongIdle: () => void;
}

/** Node's server closes after 5 s, the shortest time in use (`server.keepAliveTimeout`, Node.js documentation). */
const longestIdleMs = 4_000;

const agentOptions = { keepAlive: true, maxSockets: maxConcurrentRequests, maxFreeSockets: 8 };

export function createAgents(now: () => number): Agents {
  const agents = { httpAgent: new http.Agent(agentOptions), httpsAgent: new https.Agent(agentOptions) };
  const idleSinceMs = new WeakMap<object, number>();
  for (const agent of Object.values(agents)) {
    const keep = agent.keepSocketAlive.bind(agent);
    agent.keepSocketAlive = (socket) => {
      idleSinceMs.set(socket, now());
      return keep(socket);
    };
  }
  return {
    ...agents,
    closeLongIdle: () => {
      for (const { freeSockets } of Object.values(agents)) {
        for (const socket of Object.values(freeSockets).flatMap((sockets) => sockets ?? [])) {
          if (now() - (idleSinceMs.get(socket) ?? 0) > longestIdleMs) socket.destroy();
        }
      }
    },
  };
}
