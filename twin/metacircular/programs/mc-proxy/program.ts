import { readFileSync } from "node:fs";
import { Fatal, reason } from "../lib/fatal.ts";
import { json } from "../lib/http.ts";
import { send } from "../lib/reply.ts";
import { service } from "../lib/service.ts";
import { readProxyConfig } from "./config.ts";
import { Forwarder } from "./forward.ts";
import { nameOf } from "./headers.ts";
import { ROUTE_SCHEMA, RouteTable } from "./route-table.ts";

/** The answer for every name without a route. */
const OWN = /^\/v1\/(health|canary|routes)$/;

const readCa = (file: string | undefined): Buffer | undefined => {
  try {
    return file === undefined ? undefined : readFileSync(file);
  } catch (error) {
    throw new Fatal(`load certificate: ${reason(error)}`);
  }
};

/** The proxy. */
export const mcProxy = service({
  name: "mc-proxy",
  version: "v1.2.2",
  schema: ROUTE_SCHEMA,
  readConfig: readProxyConfig,
  start: ({ tls, routes }, database, run) => {
    const table = new RouteTable(database, routes, run.warn);
    const forwarder = new Forwarder(readCa(tls?.ca), run);
    return {
      routes: { "GET /v1/routes": () => json(200, { routes: table.list() }) },
      front: (request, response) => {
        const name = nameOf(request);
        const route = table.find(name, request.socket.localPort ?? 0);
        if (route !== undefined) {
          void forwarder.forward(request, response, route).then((outcome) => table.count(route, outcome));
          return true;
        }
        if (OWN.test(request.url ?? "")) return false;
        void send(response, json(404, { error: `no route for "${name}"` })).catch(() => response.destroy());
        return true;
      },
    };
  },
});
