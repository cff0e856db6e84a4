import type { SourceDocument } from "drillbook";

export const dnsDayDocument = {
  id: "dns-day",
  name: "DNS-DAY",
  title: "The story of the DNS day: CoreDNS replaced by MCNS",
  claims: {
    150: {
      where: "Hosts file",
      text: "CoreDNS has two zone files, and forwards to 1.1.1.1 and 8.8.8.8.",
    },
    151: {
      where: "Hosts file",
      text: "vade has split DNS in systemd-resolved: global DNS is rift with Domains=~mcp.metacircular.net, the link has public resolvers.",
    },
    152: {
      where: "Hosts file",
      text: "networking.hosts has four names on one line.",
    },
    153: {
      where: "Hosts file",
      text: "MagicDNS intercepts names by `~.` on tailscale0.",
    },
    154: {
      where: "Hosts file",
      text: "MagicDNS returns wrong addresses.",
      outOfReach:
        "Tailscale's daemon needs Tailscale's coordination server, which a rig without a route out cannot reach.",
    },
    155: {
      where: "Hosts file",
      text: "The hosts file hid the fault for weeks.",
    },
    156: {
      where: "Hosts file",
      text: "A NixOS rebuild broke resolution; the fix was to remove /etc/resolv.conf and write 127.0.0.53 into it.",
      outOfReach: "Machines of a rig are Debian; there is no rebuild of NixOS.",
    },
    157: {
      where: "Hydra",
      text: "There are three paths: getaddrinfo, D-Bus, and Go's own resolver.",
    },
    158: {
      where: "Hydra",
      text: "Go's pure resolver reads /etc/resolv.conf and asks the server itself.",
      open: "A program of Go, asked beside glibc and D-Bus.",
    },
    159: {
      where: "Hydra",
      text: "glibc is right; resolvectl and Go find 192.168.88.173.",
    },
    160: {
      where: "Hydra",
      text: "Every external name resolved to 192.168.88.173.",
    },
    161: {
      where: "Hydra",
      text: "Flushing the cache and `--cache=no` change nothing.",
    },
    162: {
      where: "Hydra",
      text: "resolvectl status: global 192.168.88.181 and 100.95.252.120 with ~mcp.metacircular.net; the link 1.1.1.1 and 8.8.8.8, default route.",
    },
    163: {
      where: "Hydra",
      text: "Theory: the D-Bus path sends names that match no domain to the global servers, too.",
    },
    164: {
      where: "Hydra",
      text: "Theory: an empty answer was parsed as an address.",
    },
    165: {
      where: "Hydra",
      text: "192.168.88.173 is an unknown device on the LAN (arp).",
      outOfReach: "It is a fact of the real LAN.",
    },
    166: {
      where: "Hydra",
      text: "CGO_ENABLED=1 GODEBUG=netdns=cgo works around it.",
      open: "A program of Go, asked beside glibc and D-Bus.",
    },
    167: {
      where: "Hydra",
      text: "The disagreement goes when the server is right.",
    },
    168: {
      where: "Dead server",
      text: "CoreDNS answers NOERROR with no record and no SOA; its port is open, and its container runs.",
    },
    169: {
      where: "Dead server",
      text: "Its own zones are empty, too.",
    },
    170: {
      where: "Dead server",
      text: "Its configuration and zone files were right; it was broken inside (mounts, or a degraded start).",
      outOfReach: "Its cause was never found; CoreDNS is in no package of Debian.",
    },
    171: {
      where: "Dead server",
      text: '`doas su - mcp -s /bin/sh -c "podman logs mcns-coredns"` shows the log.',
    },
    172: {
      where: "Build",
      text: "Every service has /v1/health.",
      open: "One check that asks all of them; the master speaks gRPC.",
    },
    173: {
      where: "Architecture",
      text: "DNS is open to all; REST 8443 and gRPC 9443 need a token of MCIAS.",
      open: "The stand-in of MCNS takes records without a token.",
    },
    174: {
      where: "Architecture",
      text: "Records are unique by zone, name, type and value; the type is A, AAAA or CNAME.",
      outOfReach:
        "It is the platform's own program, which is not available; the stand-in in the twin is other code.",
    },
    175: {
      where: "Architecture",
      text: "Changes of a zone take effect at once.",
      test: "twin/metacircular/programs/mcns/record-routes.test.ts",
    },
    176: {
      where: "Architecture",
      text: "A CNAME stands alone; a transaction enforces it.",
      test: "twin/metacircular/programs/mcns/record-rules.test.ts",
    },
    177: {
      where: "Architecture",
      text: "The serial is YYYYMMDDNN, and is raised in the same transaction.",
      test: "twin/metacircular/programs/mcns/serial.test.ts",
    },
    178: {
      where: "Build",
      text: "GOPROXY=direct does not help.",
      outOfReach: "It is a fact of the build on a machine with internet; rigs have no route out.",
    },
    179: {
      where: "miekg/dns",
      text: "The zone with the longest suffix answers, with AA set.",
      test: "twin/metacircular/programs/mcns/conformance.test.ts",
    },
    180: {
      where: "miekg/dns",
      text: "The SOA of the apex is the answer for any name.",
      test: "twin/metacircular/programs/mcns/conformance.test.ts",
    },
    181: {
      where: "miekg/dns",
      text: "NXDOMAIN for a name that does not exist.",
    },
    182: {
      where: "miekg/dns",
      text: "NODATA for a name without that type.",
      test: "twin/metacircular/programs/mcns/conformance.test.ts",
    },
    183: {
      where: "miekg/dns",
      text: "For NXDOMAIN and NODATA the SOA stands in different sections.",
    },
    184: {
      where: "miekg/dns",
      text: "A CNAME is returned when there is no A, one level deep.",
      test: "twin/metacircular/programs/mcns/conformance.test.ts",
    },
    185: {
      where: "Cache",
      text: "The cache's key is name, type and class; it keeps the smallest TTL, at most 300 s.",
      test: "twin/metacircular/programs/mcns/conformance.test.ts",
    },
    186: {
      where: "Cache",
      text: "SERVFAIL and REFUSED are never cached.",
      test: "twin/metacircular/programs/mcns/conformance.test.ts",
    },
    187: {
      where: "Cache",
      text: "Above 1000 entries the cache evicts lazily.",
      outOfReach:
        "It is the platform's own program, which is not available; the stand-in in the twin is other code.",
    },
    188: {
      where: "Cache",
      text: "There is no negative caching.",
      outOfReach:
        "It is the platform's own program, which is not available; the stand-in in the twin is other code.",
    },
    189: {
      where: "Seed",
      text: "The seed has 12 A records in two zones, each with LAN and tailnet address.",
    },
    190: {
      where: "Seed",
      text: "Plain INSERT fails on the second run; INSERT OR IGNORE does not.",
    },
    191: {
      where: "Review",
      text: "Without ca-certificates TLS fails at run time, not at start.",
    },
    192: {
      where: "Review",
      text: "Without tzdata timestamps are wrong.",
      open: "An image of a program that reads the zone files of the system; Node has its own.",
    },
    193: {
      where: "Workers 2",
      text: "The unit needs AmbientCapabilities=CAP_NET_BIND_SERVICE.",
    },
    194: {
      where: "Workers 2",
      text: "mcns-backup.service and .timer call `mcns snapshot`.",
      open: "The stand-in of MCNS has no `snapshot`.",
    },
    195: {
      where: "Workers 5",
      text: "Empty tls_cert and tls_key are refused at start.",
      open: "The stand-in of MCNS does not check it.",
    },
    196: {
      where: "Container UID",
      text: "`open database: … create …: permission denied`.",
    },
    197: {
      where: "Container UID",
      text: "UID 100 is a subordinate UID, a stranger to /srv/mcns.",
    },
    198: {
      where: "Container UID",
      text: "--user 0:0 is the platform's standard.",
    },
    199: {
      where: "Container UID",
      text: "Root inside cannot get out as more than mcp.",
    },
    200: {
      where: "Container UID",
      text: "The unit's hardening (ProtectSystem=strict, MemoryDenyWriteExecute and others) protects the container.",
      open: "The container of a unit with that hardening, looked at from outside.",
    },
    201: {
      where: "Cut-over",
      text: "CoreDNS is stopped and MCNS started on the same ports: about five seconds.",
    },
    202: {
      where: "Cut-over",
      text: "The image could be built and pushed because the old DNS, with the hosts file, still half worked.",
      outOfReach: "Nothing is built or pushed beside the old server in a drill.",
    },
    203: {
      where: "Cut-over",
      text: "metacrypt answers with both addresses.",
    },
    204: {
      where: "Cut-over",
      text: "A name that does not exist is NXDOMAIN with the SOA in the authority section.",
    },
    205: {
      where: "Audit",
      text: "Services are run with `mcp deploy`, `stop`, `restart` and `ps`.",
      open: "The stand-in's `mcp` has neither `stop` nor `restart`.",
    },
    206: {
      where: "Audit",
      text: "MCIAS must not be under MCP: circular.",
    },
    207: {
      where: "Edge",
      text: "An h2c preface to a backend that knows HTTP/1.1 only hangs or closes.",
    },
    208: {
      where: "Edge",
      text: "The fix is http.Transport instead of http2.Transport in the proxy's code, copied by scp, and a restart.",
      outOfReach: "The proxy's code is not available; the twin's proxy has a setting in its place.",
    },
    209: {
      where: "Edge",
      text: "metacrypt.metacircular.net is public, encrypted again over the tailnet (backend_tls).",
      open: "The edge of the twin has the routes mcq and docs only.",
    },
    210: {
      where: "Edge",
      text: "InsecureSkipVerify is sound there because WireGuard authenticates the peer.",
      outOfReach:
        "WireGuard is the platform's; a page that says it would weaken what it says of verification elsewhere.",
    },
    211: {
      where: "Delegation",
      text: "Port 53 is blocked by UFW's default deny: SERVFAIL.",
    },
    212: {
      where: "Delegation",
      text: "NS and glue ns, 71.19.144.164, at Hurricane Electric.",
    },
    213: {
      where: "Delegation",
      text: "server_url is svc.metacircular.net, and the certificate is for mcias.metacircular.net.",
    },
    214: {
      where: "Delegation",
      text: "The certificate also names mcias.wntrmute.dev.",
      open: "The certificate of the twin's MCIAS has no second domain.",
    },
    215: {
      where: "Next",
      text: "MCNS on svc and on rift have independent databases.",
    },
    216: {
      where: "Next",
      text: "There is no zone transfer (AXFR comes later).",
      test: "twin/metacircular/programs/mcns/conformance.test.ts",
    },
    217: {
      where: "Edge",
      text: "The edge's lists by GeoIP and user agent are empty; it filters.",
      outOfReach: "The edge's filter is the platform's own program, which is not available.",
    },
    218: {
      where: "Intro",
      text: "The validation of a token is cached for 30 s.",
      outOfReach: "It is the platform's library, which is not available.",
    },
  },
} as const satisfies SourceDocument;
