import { execFile } from "node:child_process";
import { networkInterfaces } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The interface that has this address now. */
export const interfaceWith = (address: string): string | undefined =>
  Object.entries(networkInterfaces()).find(([, addresses = []]) =>
    addresses.some((one) => one.address === address),
  )?.[0];

/** Has systemd-resolved ask this server, over this link, for these domains. Source: resolvectl(1). */
export const routeNames = async (link: string, server: string, domains: readonly string[]): Promise<void> => {
  await run("resolvectl", ["dns", link, server]);
  await run("resolvectl", ["domain", link, ...domains]);
};

/** Reverts the settings of the link in systemd-resolved. */
export const forgetNames = async (link: string): Promise<void> => {
  await run("resolvectl", ["revert", link]);
};
