import { machine } from "drillbook";

/** The platform's networks, and two of the internet: one for each resolver, so that either can be cut. */
export const dnsNetworks = [
  { name: "lan", subnet: "192.0.2.0/24" },
  { name: "tailnet", subnet: "198.51.100.0/24" },
  { name: "internet", subnet: "203.0.113.0/25" },
  { name: "internet-b", subnet: "203.0.113.128/25" },
];

/** The platform's host, with MCNS. */
export const dnsRift = machine("rift", {
  addresses: {
    lan: "192.0.2.10",
    tailnet: "198.51.100.10",
    internet: "203.0.113.10",
    "internet-b": "203.0.113.138",
  },
  users: ["mcp"],
});

/** The operator's workstation. */
export const dnsVade = machine("vade", {
  addresses: {
    lan: "192.0.2.30",
    tailnet: "198.51.100.30",
    internet: "203.0.113.30",
    "internet-b": "203.0.113.158",
  },
});

/** The server with a public address: the second MCNS can run there. */
export const dnsSvc = machine("svc", {
  addresses: { tailnet: "198.51.100.20", internet: "203.0.113.20", "internet-b": "203.0.113.148" },
  users: ["mcp"],
});

/** Two independent public resolvers, one at each address. */
export const internet = machine("internet", {
  addresses: { internet: "203.0.113.53", "internet-b": "203.0.113.153" },
});
