import type { Message } from "./message.ts";

// Where the texts are from: Go (net), docker-proxy, pasta, netavark's aardvark-dns, dnsmasq, unbound, named, CoreDNS,
// gdnsd, Node, Python, rootlessport.

/** A port that is taken, and a peer that does not answer. */
export const portMessages: readonly Message[] = [
  {
    id: "port-53-taken",
    weight: { decides: "port-53-conflict" },
    pattern:
      /(?:listen (?:udp|tcp)[46]? \S*:53: bind|bind host port (?:for )?\S+?:53(?:[:/]\S+)?|EADDRINUSE\S* \S*:53\b.*|udp listener on \S+:53|tcp listener on \S+:53|bind port 53|\bport 53|udp :53: bind|binding (?:UDP|TCP)? ?socket \S*#53|\('[\d.:]*', 53\)|bind\(\) to \S*:53 failed).{0,60}(?:address (?:already )?in use)|(?:address (?:already )?in use).{0,30}(?:\bport 53\b|\S*[:#]53\b(?!\d))|Failed to bind\(\) (?:TCP|UDP) DNS socket to \S+:53\b|failed to create listening socket for (?:port 53|[\d.:a-f]+)?:? ?Address (?:already )?in use|Listen failed for HOST (?:TCP|UDP) port \S*?\b53: Address already in use|could not listen on (?:UDP|TCP) socket: address in use/i,
    anchors: ["in use", "dns socket to"],
    examples: [
      "docker: Error response from daemon: driver failed programming external connectivity on endpoint app (1ab5b9753ae9): Error starting userland proxy: listen udp 0.0.0.0:53: bind: address already in use.",
      "First container start: failed to bind host port for 0.0.0.0:53:172.24.0.2:53/tcp: address already in use",
      "Failed to bind port 53 (Address already in use) for option '-t 53-53:53-53'",
      "Listen failed for HOST TCP port */53: Address already in use",
      "dnsmasq: failed to create listening socket for port 53: Address already in use",
      "error: can't bind socket: Address already in use for 0.0.0.0 port 53",
      "Listen: listen tcp :53: bind: address already in use",
      "Error: bind EADDRINUSE 0.0.0.0:53: address already in use",
      "failed to bind host port 0.0.0.0:53/tcp: address already in use",
      "nginx: [emerg] bind() to 0.0.0.0:53 failed (98: Address already in use)",
      "aardvark-dns failed to start: Error starting server failed to bind udp listener on 10.89.0.1:53: IO error: Address already in use (os error 98)",
      "gdnsd[507]: Failed to bind() TCP DNS socket to 0.0.0.0:53",
    ],
  },
  {
    id: "host-unreachable",
    weight: { next: ["tailnet-only-agent", "service-down"] },
    pattern:
      /(?:connect )?EHOSTUNREACH (?<server>[\d.]+):(?<port>\d+)|connect (?<server4>[\d.]+):(?<port4>\d+): EHOSTUNREACH|dial tcp (?<server2>[\d.]+):(?<port2>\d+): (?:connect: no route to host|i\/o timeout|connect: connection timed out)|connect to (?<server3>\S+) port (?<port3>\d+).*No route to host/i,
    anchors: ["ehostunreach", "no route to host", "i/o timeout", "connection timed out"],
    examples: [
      "dial tcp 100.95.252.120:9444: connect: no route to host",
      "Error: connect EHOSTUNREACH 100.95.252.120:9444",
      "dial tcp 100.95.252.120:9444: i/o timeout",
    ],
  },
  {
    id: "service-refuses",
    weight: { next: ["service-down"] },
    pattern:
      /ECONNREFUSED (?<server>[\d.:]+?):(?<port>\d+)\b|connect (?<server4>[\d.]+):(?<port4>\d+): ECONNREFUSED|dial tcp (?<server2>[\d.]+):(?<port2>\d+): connect: connection refused|connect to (?<server3>\S+) port (?<port3>\d+).*Connection refused/i,
    anchors: ["econnrefused", "connection refused"],
    examples: [
      "Error: connect ECONNREFUSED 127.0.0.1:8080",
      "dial tcp 127.0.0.1:8080: connect: connection refused",
      "curl: (7) Failed to connect to 127.0.0.1 port 8080: Connection refused",
    ],
  },
];
