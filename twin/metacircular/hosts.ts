import { machine } from "#harness";

/** The networks of the platform, with documentation addresses. */
export const networks = [
  { name: "lan", subnet: "192.0.2.0/24" },
  { name: "tailnet", subnet: "198.51.100.0/24" },
];

/** The platform's infrastructure host: it runs every container, as the account `mcp`. */
export const rift = machine("rift", {
  addresses: { lan: "192.0.2.10", tailnet: "198.51.100.10" },
  users: ["mcp"],
});

/** The account that runs every container. */
export const mcp = rift.account("mcp");
