import { expect, test } from "vitest";
import { withPlaceholders } from "./placeholders.ts";

const container = "5b1c9e2f0a7d4c31a15d88a440927ff4314e4a2cae3dd1a93e8ceb2e50f1118c";

test.each([
  [container, "<id>"],
  [
    `replacing mount point "/x/overlay/${container}/merged"`,
    'replacing mount point "/x/overlay/<id>/merged"',
  ],
  ["sha256:77c0ffee0b1e", "sha256:<id>"],
  [
    "mkdir /var/tmp/container_images_oci1023766858: read-only",
    "mkdir /var/tmp/container_images_oci<id>: read-only",
  ],
  [
    'time="2026-11-27T10:10:30Z" level=error msg="running `/usr/bin/newuidmap 115 0 1000 1 1 100000 65536`"',
    'time="<time>" level=error msg="running `/usr/bin/newuidmap <pid> 0 1000 1 1 100000 65536`"',
  ],
  ["2026-11-27 10:11:05.065 UTC [4] LOG: up", "<time> [4] LOG: up"],
  ["Nov 27 10:24:18 rift sshd[3121]: closed", "<time> rift sshd[<pid>]: closed"],
  ["-r-s--x--x 1 root root 59488 Nov 27 10:10 /x", "-r-s--x--x 1 root root 59488 <time> /x"],
  [
    ";; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 45916",
    ";; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: <id>",
  ],
  ["; COOKIE: 0a1b2c3d4e5f6071 (good)", "; COOKIE: <cookie>"],
  [";; Query time: 3 msec", ";; Query time: <n> msec"],
  [";; WHEN: Fri Nov 27 10:24:18 UTC 2026", ";; WHEN: <time>"],
  [
    "validating example.org/DNSKEY: verify failed due to bad signature (keyid=4242): RRSIG has expired",
    "validating example.org/DNSKEY: verify failed due to bad signature (keyid=<id>): RRSIG has expired",
  ],
  ["google.com.\t\t287\tIN\tA\t192.0.2.1", "google.com.\t\t<ttl>\tIN\tA\t192.0.2.1"],
  ["read udp 192.0.2.10:41234->192.0.2.1:53: timeout", "read udp 192.0.2.10:<port>->192.0.2.1:53: timeout"],
  ['users:(("systemd-resolve",pid=424,fd=17))', 'users:(("systemd-resolve",pid=<pid>,fd=<n>))'],
  [
    "usermod: user mcp is currently used by process 312",
    "usermod: user mcp is currently used by process <pid>",
  ],
  ["rift: stage 1: mcns: healthy after 1.64 s", "rift: stage 1: mcns: healthy after <n> s"],
  [
    "Failed to connect to 127.0.0.1 port 48080 after 12 ms",
    "Failed to connect to 127.0.0.1 port 48080 after <n> ms",
  ],
  ["qdrant Exited (135) 7 seconds ago", "qdrant Exited (135) <time> ago"],
])("what the next drill prints otherwise has a word in its place: %s", (text, shown) => {
  expect(withPlaceholders(text)).toBe(shown);
});

test.each([
  'Error: default OCI runtime "crun" not found: invalid argument',
  "RunRoot is pointing to a path (/run/user/995/containers) which is not writable",
  ";; communications error to 192.168.88.181#53: connection refused",
  "listening https 0.0.0.0:8443",
  "uid=995(sshd) gid=988(mcp) groups=65534(nogroup)",
  "connect 100.95.252.120:9444: timeout after 3 s",
  "mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.1",
  "timeout: no answer",
])("what each drill prints alike stays: %s", (text) => {
  expect(withPlaceholders(text)).toBe(text);
});
