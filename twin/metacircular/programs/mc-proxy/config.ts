import type { TableReader } from "#twin/platform/table-reader.ts";

const PROTOCOLS = ["http/1.1", "h2c"] as const;

/** The backend for requests with a name. */
export type RouteConfig = {
  readonly name: string;
  /** Only requests at this port; 0: at any port without its own route. */
  readonly port: number;
  /** The backend's origin: scheme, host and port. */
  readonly backend: string;
  /** The protocol to the backend; h2c is HTTP/2 without TLS, as for gRPC. */
  readonly protocol: (typeof PROTOCOLS)[number];
};

const PORTS = { min: 0, max: 65_535 };

const isOrigin = (text: string): boolean => /^https?:\/\/[^/?#@]+$/.test(text) && URL.canParse(text);

const readRoute = (table: TableReader): RouteConfig => {
  const route = {
    name: table.string("name", "mcr.svc.mcp.metacircular.net").toLowerCase(),
    port: table.integer("port", PORTS, 0),
    backend: table.string("backend", "https://127.0.0.1:28443"),
    protocol: table.oneOf("protocol", PROTOCOLS, "http/1.1"),
  };
  if (!isOrigin(route.backend))
    table.fail("backend", `is "${route.backend}"`, 'write scheme, host and port: "https://127.0.0.1:28443"');
  if (route.protocol === "h2c" && !route.backend.startsWith("http:"))
    table.fail("protocol", "is h2c for a backend with TLS", 'write backend = "http://…", or no protocol');
  table.done();
  return route;
};

/** The part of the configuration that only mc-proxy has. */
export const readProxyConfig = (table: TableReader): { readonly routes: readonly RouteConfig[] } => ({
  routes: table.tables("routes").map(readRoute),
});
