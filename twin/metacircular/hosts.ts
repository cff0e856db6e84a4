import { machine } from "drillbook";

/** The networks of the platform, with documentation addresses. */
export const networks = [
  { name: "lan", subnet: "192.0.2.0/24" },
  { name: "tailnet", subnet: "198.51.100.0/24" },
];

/** The same, and the stand-in of the internet, on which a part of the platform is. */
export const wholeNetworks = [...networks, { name: "internet", subnet: "203.0.113.0/24" }];

/** The platform's infrastructure host: it runs every container, as the account `mcp`. */
export const rift = machine("rift", {
  addresses: { lan: "192.0.2.10", tailnet: "198.51.100.10" },
  users: ["mcp"],
});

/** The same host where there is an internet. */
export const wholeRift = machine("rift", {
  addresses: { ...rift.spec.addresses, internet: "203.0.113.10" },
  users: ["mcp"],
});

/** The server with a public address: identity, the public edge, and the resolver for all other names. */
export const svc = machine("svc", {
  addresses: { tailnet: "198.51.100.20", internet: "203.0.113.20" },
  users: ["mcp"],
});

/** A second worker, with an agent and without containers. */
export const orion = machine("orion", {
  addresses: { lan: "192.0.2.40", tailnet: "198.51.100.40" },
  users: ["mcp"],
});

/** The operator's workstation, with the command line `mcp`. */
export const vade = machine("vade", {
  addresses: { lan: "192.0.2.30", tailnet: "198.51.100.30", internet: "203.0.113.30" },
});

/** The account that runs every container. */
export const mcp = rift.account("mcp");
