import { address, type Text } from "drillbook";
import {
  type ConfigOptions,
  databaseTable,
  needsTable,
  SERVICES,
  serverTable,
  tlsTableWithCa,
} from "./parts.ts";
import { NEEDS_IDENTITY } from "./peers.ts";

type Route = { readonly name: string; readonly backend: Text; readonly port?: number };

const onLoopback = (name: string, scheme: "http" | "https", port: number): Route => ({
  name,
  backend: [`${scheme}://127.0.0.1:${port}`],
});

const RIFT_ROUTES: readonly Route[] = [
  onLoopback(`mcr.${SERVICES}`, "https", 28_443),
  { ...onLoopback(`mcr.${SERVICES}`, "https", 29_443), port: 9_443 },
  onLoopback(`mcr-web.${SERVICES}`, "http", 28_080),
  onLoopback(`metacrypt.${SERVICES}`, "https", 18_443),
  { ...onLoopback(`metacrypt.${SERVICES}`, "https", 19_443), port: 9_443 },
  onLoopback(`metacrypt-web.${SERVICES}`, "http", 18_080),
  onLoopback(`mcat.${SERVICES}`, "https", 48_116),
  onLoopback(`kls.${SERVICES}`, "http", 58_080),
  onLoopback(`sgard.${SERVICES}`, "https", 19_473),
  onLoopback(`mcq.${SERVICES}`, "http", 48_080),
  onLoopback(`docs.${SERVICES}`, "http", 38_080),
  onLoopback("mcq.metacircular.net", "http", 48_080),
  onLoopback("docs.metacircular.net", "http", 38_080),
];

/** Over the tailnet: one service at its published port, the other through rift's proxy. */
const EDGE_ROUTES: readonly Route[] = [
  { name: "mcq.metacircular.net", backend: ["http://", address("rift", "tailnet"), ":48080"] },
  { name: "docs.metacircular.net", backend: ["https://", address("rift", "tailnet"), ":443"] },
];

const routeTable = ({ name, backend, port }: Route): Text => [
  `\n[[routes]]\nname = "${name}"\n${port === undefined ? "" : `port = ${port}\n`}backend = "`,
  ...backend,
  '"\n',
];

const namesOf = (routes: readonly Route[]): readonly string[] => [...new Set(routes.map(({ name }) => name))];

export const proxyNames = namesOf(RIFT_ROUTES);
export const edgeNames = namesOf(EDGE_ROUTES);

/** The proxy of rift. */
export const proxyText = (options: ConfigOptions): Text => [
  "# mc-proxy: who serves which name.\n",
  `${serverTable("0.0.0.0:8443")}also_listen = ["0.0.0.0:443", "0.0.0.0:9443"]\n`,
  databaseTable("mc-proxy"),
  tlsTableWithCa("mc-proxy"),
  needsTable(options, "mc-proxy", NEEDS_IDENTITY),
  ...RIFT_ROUTES.flatMap(routeTable),
];

/** The public edge, on svc. */
export const edgeText = (): Text => [
  "# The public edge: names of the platform that the internet may reach.\n",
  '\n[server]\nlisten = "',
  address("svc", "internet"),
  ':443"\n',
  databaseTable("edge"),
  tlsTableWithCa("edge"),
  ...EDGE_ROUTES.flatMap(routeTable),
];
