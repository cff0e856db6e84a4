import { type CommonConfig, readToml } from "./config.ts";
import { readListenAddress } from "./listen-address.ts";
import { readNeeds } from "./needs.ts";

/**
 * The table `[web]` of a file that pages share with the service behind them; the rest is that service's.
 *
 * @throws Fatal for any error in it.
 */
export const loadWebConfig = (file: string): CommonConfig =>
  readToml(file, (table) => {
    const web = table.table("web");
    const config = {
      listen: readListenAddress(web, "0.0.0.0:8080"),
      alsoListen: [],
      grpcListen: undefined,
      database: web.string("database", "/srv/mcr/mcr-web.db"),
      tls: undefined,
      needs: readNeeds(web.optionalTable("needs")),
    };
    web.done();
    return config;
  });
