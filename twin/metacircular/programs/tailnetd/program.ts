import { setTimeout as sleep } from "node:timers/promises";
import { configFileFrom } from "../lib/command-line.ts";
import { reason } from "../lib/fatal.ts";
import type { Program, Run } from "../lib/run.ts";
import { serveTcp } from "../mcns/tcp-server.ts";
import { serveUdp } from "../mcns/udp-server.ts";
import { loadTailnetConfig, type TailnetConfig } from "./config.ts";
import { forgetNames, interfaceWith, routeNames } from "./link.ts";
import { TAILNET_DOMAIN, withPeers } from "./peers.ts";
import { relayTo } from "./relay.ts";

const LOOK_AGAIN_MS = 200;
const TIMEOUT_MS = 2_000;

/** Listens once the tailnet is up: a socket survives the removal and return of its address. */
const open = async ({ address, nameservers, peers }: TailnetConfig, run: Run): Promise<void> => {
  const relay = withPeers(peers, relayTo(nameservers, TIMEOUT_MS * run.patience));
  const where = { host: address, port: 53 };
  await serveUdp(relay, where, run);
  await serveTcp(relay, where, run);
};

/** The DNS part of a machine's tailnet; resolves when it ends, rejects when it cannot continue. */
export const tailnetd: Program = async (run) => {
  const config = loadTailnetConfig(configFileFrom(run.args, "tailnetd"));
  const domains = [...config.domains, `~${TAILNET_DOMAIN}`];
  /** The link over which names are asked for now. */
  let routed: string | undefined;
  run.closing.defer(async () => {
    try {
      if (routed !== undefined) await forgetNames(routed);
    } catch (error) {
      run.warn(`${reason(error)}\n`);
    }
  });
  let isOpen = false;
  while (!run.closing.disposed) {
    const link = interfaceWith(config.address);
    if (link !== undefined && link !== routed) {
      if (!isOpen) await open(config, run);
      isOpen = true;
      await routeNames(link, config.address, domains);
      run.print(`names over ${link}: ${domains.join(" ")}\n`);
    }
    routed = link;
    await sleep(LOOK_AGAIN_MS);
  }
};
