// Error lines from public reports, which no drill of ours made, against the index as it is committed.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { IndexEntry } from "./index-entry.ts";
import { diagnose } from "./rank.ts";
import { readIndex } from "./read-index.ts";
import { Scan } from "./scan.ts";

const index: readonly IndexEntry[] = readIndex(join(import.meta.dirname, "../../runbooks"));

const candidatesOf = (text: string) => {
  const scan = new Scan(index);
  for (const line of text.split("\n")) scan.add(line);
  return diagnose(scan.end(), index).groups.flatMap(({ candidates }) => candidates);
};

const causesOf = (text: string): string[] => candidatesOf(text).map(({ entry }) => entry.scenario);

const podman = "https://github.com/podman-container-tools/podman/issues";
const systemd = "https://github.com/systemd/systemd/issues";

/** The best cause must be the first, and no other may be named than these. */
const known = [
  {
    source: `${podman}/18483`,
    text: 'Error: default OCI runtime "crun" not found: invalid argument',
    causes: ["uid-change", "cascade"],
  },
  {
    source: `${podman}/5358`,
    text: 'Error: could not get runtime: default OCI runtime "crun" not found: invalid argument',
    causes: ["uid-change", "cascade"],
  },
  {
    source: `${podman}/6226`,
    text: 'Error: default OCI runtime "crun" not found: invalid argument\nmake: *** [Makefile:698: package-install] Error 125',
    causes: ["uid-change", "cascade"],
  },
  {
    source: `${podman}/14365`,
    text: 'Error: unable to start container "13f722fc3600bcf6ac50c595dc214fa74e0804b56efe69dcafb7bec67b528f61": cannot listen on the TCP port: listen tcp4 :53: bind: address already in use',
    causes: ["port-53-conflict"],
  },
  {
    source: "https://github.com/JonasAlfredsson/docker-nginx-certbot/issues/238",
    text: "curl: (60) SSL: no alternative certificate subject name matches target host name 'tmp-file.xxxxxx.ai'",
    causes: ["tls-san-mismatch"],
  },
  {
    source: "https://github.com/Shopify/slate/issues/548",
    text: "Error: Hostname/IP doesn't match certificate's altnames: \"Host: https. is not in the cert's altnames: DNS:*.myshopify.com, DNS:myshopify.com\"",
    causes: ["tls-san-mismatch"],
  },
  {
    source: "https://github.com/curl/curl/issues/15811",
    text: "curl: (16) Remote peer returned unexpected data while we expected SETTINGS frame.  Perhaps, peer does not support HTTP/2 properly.",
    causes: ["h2c-backend"],
  },
  {
    source: `${systemd}/18917`,
    text: "REDACTED.us-west-2.elb.amazonaws.com: resolve call failed: 'REDACTED.us-west-2.elb.amazonaws.com' does not have any RR of the requested type",
    causes: ["dns-empty-answers"],
  },
  {
    source: `${systemd}/32912`,
    text: "wifi.sncf: resolve call failed: Name 'wifi.sncf' does not have any RR of the requested type",
    causes: ["dns-empty-answers"],
  },
] as const;

/** Near to something that drills saw, and something else. */
const unknown = [
  {
    source: `${podman}/27634`,
    text: "Error: pasta failed with exit code 1:\nFailed to bind port 54648 (Address already in use) for option '-t 54648-54648:8000-8000'",
  },
  {
    source: "https://github.com/containers/conmon/issues/240",
    text: "Error: cannot listen on the TCP port: listen tcp4 :80: bind: address already in use",
  },
  {
    source: "https://github.com/containers/netavark/issues/1174",
    text: "Error starting server failed to bind udp listener on 10.89.1.1:53: IO error: Cannot assign requested address (os error 99)",
  },
  {
    source: `${podman}/5049`,
    text: "Error: could not get runtime: error generating default config from memory: cannot mkdir /run/user/0/libpod: mkdir /run/user/0/libpod: permission denied",
  },
  {
    source: `${podman}/29706`,
    text: 'Error: creating runtime static files directory "/var/lib/containers/storage/libpod": mkdir /var/lib/containers/storage: permission denied',
  },
  {
    source: "https://github.com/rust-lang/simpleinfra/pull/954",
    text: 'Error: database graph driver "" does not match our graph driver "overlay": database configuration mismatch',
  },
  { source: `${podman}/29721`, text: "database disk image is malformed" },
  {
    source: `${podman}/23156`,
    text: "Error: scanning container state row: sql: Scan error on column index 1, name JSON: converting NULL to string is unsupported",
  },
  {
    source: "https://github.com/matze/wastebin/issues/74",
    text: "Error: sqlite error: unable to open database file: /data/state.db",
  },
  {
    source: "https://github.com/alpinelinux/docker-alpine/issues/436",
    text: "tls: failed to verify certificate: x509: certificate signed by unknown authority",
  },
  {
    source: "https://github.com/envoyproxy/envoy-website/issues/94",
    text: "curl: (51) SSL: certificate subject name 'example.com' does not match target host name 'localhost'",
  },
  {
    source: `${systemd}/19394`,
    text: "desertoasis.asgardsrealm.net: resolve call failed: Lookup failed due to system error: Invalid argument",
  },
  {
    source: `${systemd}/8666`,
    text: "status: resolve call failed: All attempts to contact name servers or networks failed",
  },
  {
    source: `${systemd}/37896`,
    text: ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 7884\n;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 0",
  },
  {
    source: `${systemd}/24586`,
    text: ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 49552\n;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 2",
  },
  {
    source: "https://github.com/curl/curl/issues/15811",
    text: "curl: (92) HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)",
  },
] as const;

describe("an error of a public report", () => {
  it.each(known)("$source has the cause $causes.0", ({ text, causes }) => {
    const named = causesOf(text);
    expect(named[0]).toBe(causes[0]);
    expect(named.filter((one) => !causes.some((cause) => cause === one))).toEqual([]);
  });

  it.each(unknown)("$source is unknown", ({ text }) => {
    expect(causesOf(text)).toEqual([]);
  });
});

/** Three causes print lines like these; what is alike and means something else must name none of them. */
const ofNewuidmap = [
  {
    source: `${podman}/23596`,
    text: 'ERRO[0000] running `/home/wspear/bin/SPACK/spack/opt/spack/linux-ubuntu22.04-westmere/gcc-11.4.0/shadow-4.15.1-scebl4w32yzrxr32gpmomkcfk63j6o5d/bin/newuidmap 1019899 0 1000 1 1 100000 65536`: newuidmap: write to uid_map failed: Operation not permitted \nError: cannot set up namespace using "/home/wspear/bin/SPACK/spack/opt/spack/linux-ubuntu22.04-westmere/gcc-11.4.0/shadow-4.15.1-scebl4w32yzrxr32gpmomkcfk63j6o5d/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1',
    causes: ["newuidmap-path", "agent-unit"],
  },
  {
    source: "https://github.com/stackhpc/ansible-slurm-appliance/issues/234",
    text: 'ERRO[0000] running `/bin/newuidmap 86262 0 1002 1 1 231072 65536`: newuidmap: write to uid_map failed: Operation not permitted\nError: cannot setup namespace using "/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1',
    // "setup" is what podman wrote before: no drill has seen that line, and the first one alone names both.
    causes: ["agent-unit", "newuidmap-path"],
    inAnyOrder: true,
  },
  {
    source: "https://github.com/kachick/dotfiles/pull/654",
    text: 'ERRO[0000] running `/usr/bin/newuidmap 146 0 30033 1 1 165536 65536`: newuidmap: write to uid_map failed: Operation not permitted\nError: cannot set up namespace using "/usr/bin/newuidmap": exit status 1',
    causes: ["agent-unit", "newuidmap-path"],
  },
  {
    source: "https://github.com/pulp/pulp-oci-images/issues/304",
    text: 'time="2022-10-04T19:50:12Z" level=error msg="cannot find UID/GID for user pulp: no subuid ranges found for user \\"pulp\\" in /etc/subuid - check rootless mode in man pages."',
    causes: ["uid-collision"],
  },
  {
    source: "https://github.com/gentoo/gentoo/pull/218",
    text: "newuidmap: Target [pid] is owned by a different user: uid:0 pw_uid:0 st_uid:0, gid:0 pw_gid:0 st_gid:99",
    // The same words, and numbers that speak against it.
    causes: ["uid-collision"],
    against: true,
  },
  {
    source: "https://github.com/lxc/lxc/issues/296",
    text: "newuidmap: Target 25276 is owned by a different user",
    causes: [],
  },
  {
    source: `${podman}/20336`,
    text: "running `/usr/bin/newuidmap 16111 0 500 1 1 10000 65536`: newuidmap: open of uid_map failed: Permission denied",
    causes: [],
  },
  {
    source: `${podman}/12637`,
    text: "Error: cannot setup namespace using newuidmap: exit status 1",
    causes: [],
  },
  {
    source: `${podman}/15611`,
    text: "ERRO[0000] cannot find UID/GID for user username: open /etc/subuid: no such file or directory - check rootless mode in man pages.",
    causes: [],
  },
  {
    source: "https://github.com/sylabs/singularity/pull/710",
    text: "newgidmap: write to gid_map failed: Operation not permitted",
    causes: [],
  },
] as const;

describe("an error of newuidmap in a public report", () => {
  it.each(ofNewuidmap)("$source has the causes $causes", ({ text, causes, ...one }) => {
    const named = causesOf(text);
    expect("inAnyOrder" in one ? named.toSorted() : named).toEqual(causes);
  });

  it("that differs in what it says of groups speaks against the collision", () => {
    const contradicted = ofNewuidmap.filter((one) => "against" in one);
    for (const { text } of contradicted) expect(candidatesOf(text)[0]?.speaksAgainst).toHaveLength(1);
    expect(contradicted).toHaveLength(1);
  });
});
