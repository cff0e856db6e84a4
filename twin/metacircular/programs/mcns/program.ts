import { service } from "../lib/service.ts";
import { readMcnsConfig } from "./config.ts";
import { Forwarder } from "./forwarder.ts";
import { runMigrations } from "./migrations.ts";
import { recordRoutes } from "./record-routes.ts";
import { DNS_SCHEMA, RecordStore } from "./records.ts";
import { Resolver } from "./resolver.ts";
import { serveTcp } from "./tcp-server.ts";
import { serveUdp } from "./udp-server.ts";

/** The name server. */
export const mcns = service({
  name: "mcns",
  version: "v1.2.0",
  schema: DNS_SCHEMA,
  readConfig: readMcnsConfig,
  start: async (config, database, run) => {
    const store = new RecordStore(database);
    store.seed(config.zones, config.seeds, new Date());
    if (config.migrations !== undefined) runMigrations(store, config.migrations, new Date());
    const forwarder = config.forwarders.length === 0 ? undefined : new Forwarder(config.forwarders);
    const resolver = new Resolver(store, forwarder, run.warn);
    for (const address of [config.dns, ...config.alsoDns]) {
      await serveUdp(resolver, address, run);
      await serveTcp(resolver, address, run);
    }
    return recordRoutes(store);
  },
});
