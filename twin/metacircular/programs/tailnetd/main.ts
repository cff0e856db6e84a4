import { setTimeout as sleep } from "node:timers/promises";
import { configFileFrom } from "../lib/command-line.ts";
import { Fatal, reason } from "../lib/fatal.ts";
import { serveTcp } from "../mcns/tcp-server.ts";
import { serveUdp } from "../mcns/udp-server.ts";
import { loadTailnetConfig, type TailnetConfig } from "./config.ts";
import { forgetNames, interfaceWith, routeNames } from "./link.ts";
import { relayTo } from "./relay.ts";

const LOOK_AGAIN_MS = 200;

/** Listens as soon as the tailnet is there: sockets of an address outlive its going and coming. */
const open = async ({ address, nameservers }: TailnetConfig): Promise<void> => {
  const relay = relayTo(nameservers);
  const where = { host: address, port: 53 };
  await serveUdp(relay, where);
  await serveTcp(relay, where);
};

/** Over which names are asked for now. */
let routed: string | undefined;

const stop = async (): Promise<never> => {
  try {
    if (routed !== undefined) await forgetNames(routed);
  } catch (error) {
    process.stderr.write(`${reason(error)}\n`);
  }
  process.exit(0);
};

const run = async (): Promise<never> => {
  const config = loadTailnetConfig(configFileFrom(process.argv.slice(2), "tailnetd"));
  let isOpen = false;
  for (;;) {
    const link = interfaceWith(config.address);
    if (link !== undefined && link !== routed) {
      if (!isOpen) await open(config);
      isOpen = true;
      await routeNames(link, config.address, config.domains);
      process.stdout.write(`names over ${link}: ${config.domains.join(" ")}\n`);
    }
    routed = link;
    await sleep(LOOK_AGAIN_MS);
  }
};

process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());

run().catch((error: unknown) => {
  const text = error instanceof Fatal ? error.message : error instanceof Error ? error.stack : reason(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
