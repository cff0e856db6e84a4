import type { ListenAddress } from "../../lib/listen-address.ts";
import { RECORDS, ZONES } from "./zones.ts";

/** The zones of the checklist as MCNS reads them; `DIR` stands for the folder of its database. */
export const mcnsConfigFor = (world: ListenAddress): string =>
  [
    '[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcns.db"\n',
    `[dns]\nlisten = "127.0.0.1:0"\nforwarders = ["${world.host}:${world.port}"]\n`,
    ...ZONES.map(
      ({ name, primary, mailbox }) =>
        `[[zones]]\nname = "${name}"\nprimary = "${primary}"\nmailbox = "${mailbox}"\n`,
    ),
    ...RECORDS.map(
      ({ name, type, ttl, value }) =>
        `[[records]]\nname = "${name}"\ntype = "${type}"\nttl = ${ttl}\nvalues = ["${value}"]\n`,
    ),
  ].join("\n");
