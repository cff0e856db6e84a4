import { check, dns, fails, procedure, scenario, step, systemd } from "drillbook";
import {
  dnsRig,
  INTERNAL,
  internet,
  PUBLIC_RESOLVERS,
  rift,
  svc,
  vade,
} from "#twin/metacircular/dns/index.ts";
import { noAgentWith } from "#twin/metacircular/whole-platform.ts";

const FIREWALL = "/etc/nftables.conf";
// Only this table is made anew: `flush ruleset` would also remove the rules of Docker, which svc uses.
const closed = `table inet filter
delete table inet filter
table inet filter {
  chain input {
    type filter hook input priority filter; policy drop;
    iif lo accept
    ct state established,related accept
    icmp type echo-request accept
    tcp dport { 22, 443 } accept
  }
}
`;

const viaResolver = (name: keyof typeof PUBLIC_RESOLVERS) =>
  dns(vade)
    .asks(INTERNAL, "A", {
      server: internet.on(PUBLIC_RESOLVERS[name]),
      as: `${name} finds ${INTERNAL}`,
      within: "5s",
    })
    .answers(rift.on("tailnet"));
// BIND gives up after ten seconds, and says so; Unbound goes on for longer than a client waits.
const bindGivesUp = dns(vade)
  .asks(INTERNAL, "A", {
    server: internet.on("internet"),
    as: "1.1.1.1 says SERVFAIL, after ten seconds",
    within: "14s",
  })
  .fails("SERVFAIL");
const unboundIsSilent = dns(vade)
  .asks(INTERNAL, "A", {
    server: internet.on("internet-b"),
    as: "8.8.8.8 says nothing at all",
    within: "3s",
  })
  .timesOut();
// Any host works that is not behind the same firewall.
const direct = (protocol: "udp" | "tcp") =>
  dns(vade)
    .asks(INTERNAL, "A", {
      server: svc.on("internet"),
      protocol,
      as: `MCNS on svc answers from outside over ${protocol.toUpperCase()}`,
    })
    .withFlags({ aa: true })
    .answers(rift.on("tailnet"));
const answersAtHome = dns(svc)
  .asks(INTERNAL, "A", { server: svc.on("internet"), as: "MCNS on svc answers on svc itself" })
  .answers(rift.on("tailnet"));
const runs = systemd(svc).unitIsActive("mcns");
const isDenied = check(
  "what is not allowed is dropped",
  svc.root.sh`nft list chain inet filter input`.prints(/policy drop;/),
);
const checklist = [runs, direct("udp"), direct("tcp"), viaResolver("1.1.1.1"), viaResolver("8.8.8.8")];

const rule = (protocol: string): string => `^ *${protocol} dport 53 accept$`;

const allow = (protocol: "udp" | "tcp", why: string) =>
  step(`Let ${protocol.toUpperCase()} port 53 in`, {
    why,
    run: [
      svc.root
        .sh`grep --quiet ${rule(protocol)} ${FIREWALL} || sed --in-place ${`s/^ *tcp dport { 22, 443 } accept$/    ${protocol} dport 53 accept\\n&/`} ${FIREWALL}`,
      // Where the line to which it is added reads otherwise, sed says nothing: this does.
      svc.root.sh`grep ${rule(protocol)} ${FIREWALL} && nft --file ${FIREWALL}`,
    ],
    verify: [direct(protocol), isDenied],
  });

export default scenario({
  id: "dns-firewalled",
  title: "The zone is delegated, and public resolvers say SERVFAIL or do not answer",
  source: "DNS-DAY: firewall default-deny on port 53 after the delegation",
  summary:
    "Public resolvers are sent to MCNS on svc for the platform's names. Its firewall drops all traffic to ports that are not listed, and port 53 is not listed. MCNS runs and answers on svc itself. A client outside waits: its resolver says SERVFAIL after ten seconds, or does not answer.",
  tags: ["dns", "firewall", "delegation"],
  notWith: noAgentWith,
  rig: dnsRig({
    setup: [
      step("Start the second MCNS, to which the zone is delegated", {
        why: "Public resolvers get the platform's names from it.",
        run: svc.root.sh`systemctl start mcns`,
        verify: [runs, direct("udp"), direct("tcp")],
      }),
    ],
    samples: [direct("udp"), direct("tcp")],
  }),

  steady: [...checklist, answersAtHome],

  fault: [
    step("Close the firewall of svc", {
      why: "A default of deny is right. Port 53 was forgotten, because before the delegation no client asked from outside.",
      run: [svc.put(FIREWALL, { content: closed }), svc.root.sh`nft --file ${FIREWALL}`],
      verify: [isDenied, fails(direct("udp"), "a client outside gets no answer from svc")],
    }),
    step("Flush the caches of the public resolvers", {
      why: "They keep an answer for five minutes. The drill does not wait.",
      run: internet.root.sh`rndc flush; systemctl restart unbound`,
      verify: systemd(internet).unitIsActive("unbound"),
    }),
  ],
  breaks: [direct("udp"), direct("tcp"), viaResolver("1.1.1.1"), viaResolver("8.8.8.8")],
  symptoms: [
    bindGivesUp,
    unboundIsSilent,
    dns(vade)
      .asks(INTERNAL, "A", { server: svc.on("internet"), as: "from outside svc says nothing" })
      .timesOut(),
    runs,
    answersAtHome,
  ],
  preconditions: [runs, answersAtHome],

  procedures: {
    "open-port-53": procedure({
      title: "Let DNS in, over UDP and TCP",
      summary: "The default stays deny.",
      steps: [
        allow("udp", "Nearly every question comes over UDP."),
        allow(
          "tcp",
          "An answer that does not fit into a datagram is asked for again over TCP, and some resolvers start with TCP.",
        ),
        step("Have the public resolvers ask again", {
          why: "They remember for a while that the server did not answer.",
          onThePlatform:
            "You have no root access there. Wait up to 5 min, or have the name purged on the provider's page (Cloudflare for 1.1.1.1 and Google for 8.8.8.8 have one). The commands are for the BIND and the Unbound that replace the two in the drill.",
          run: internet.root.sh`rndc flush; systemctl restart unbound`,
          verify: [viaResolver("1.1.1.1"), viaResolver("8.8.8.8")],
          within: "15s",
          otherwise: "A public resolver remembers a failure for 5 minutes at most: ask again then.",
        }),
      ],
      interactive: "wait, or have the name purged on the pages of the public resolvers",
    }),
  },

  checklist,
  never: [
    "Do not test a delegation on the server itself: its firewall does not filter local traffic.",
    "Do not open UDP alone.",
  ],
});
