import http from "node:http";
import https from "node:https";
import { maxConcurrentRequests } from "../retry/limits";

/**
 * Connections are kept open, so that the next step finds them. One that has been idle for long may have been given up by
 * the server without our knowing, all the more where the platform freezes a process between two runs. A request on it is
 * lost, and a lost create cannot be repeated: so such a connection is closed and a new one made.
 */
export interface Agents {
  httpAgent: http.Agent;
  httpsAgent: https.Agent;
  /** To be called before a request. */
  closeLongIdle: () => void;
}

/** Node's own server closes after 5 s, the shortest time in use (`server.keepAliveTimeout`, Node.js documentation). */
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
