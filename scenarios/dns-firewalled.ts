import { check, dns, fails, procedure, scenario, step, systemd } from "#harness";
import { dnsRig, INTERNAL, internet, rift, svc, vade } from "#twin/metacircular/dns/index.ts";

const FIREWALL = "/etc/nftables.conf";
const closed = `flush ruleset
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

const viaResolver = (network: "internet" | "internet-b") =>
  dns(vade)
    .asks(INTERNAL, "A", {
      server: internet.on(network),
      as: `the resolver of ${network} finds ${INTERNAL}`,
      within: "5s",
    })
    .answers(rift.on("tailnet"));
// BIND gives up after ten seconds, and says so; Unbound goes on for longer than anybody waits.
const bindGivesUp = dns(vade)
  .asks(INTERNAL, "A", {
    server: internet.on("internet"),
    as: "the resolver of internet says SERVFAIL",
    within: "14s",
  })
  .fails("SERVFAIL");
const unboundIsSilent = dns(vade)
  .asks(INTERNAL, "A", {
    server: internet.on("internet-b"),
    as: "the resolver of internet-b says nothing for three seconds",
    within: "3s",
  })
  .timesOut();
const direct = (protocol: "udp" | "tcp") =>
  dns(internet)
    .asks(INTERNAL, "A", {
      server: svc.on("internet"),
      protocol,
      as: `MCNS on svc answers the internet over ${protocol.toUpperCase()}`,
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
const checklist = [runs, direct("udp"), direct("tcp"), viaResolver("internet"), viaResolver("internet-b")];

const allow = (protocol: "udp" | "tcp", why: string) =>
  step(`Let ${protocol.toUpperCase()} port 53 in`, {
    why,
    run: [
      svc.root
        .sh`sed --in-place ${`s/^    tcp dport { 22, 443 } accept/    ${protocol} dport 53 accept\\n&/`} ${FIREWALL}`,
      svc.root.sh`nft --file ${FIREWALL}`,
    ],
    verify: [direct(protocol), isDenied],
  });

export default scenario({
  id: "dns-firewalled",
  title: "The zone is delegated, and the resolvers of the world say SERVFAIL",
  source: "DNS-DAY: firewall default-deny on port 53 after the delegation",
  summary:
    "The world's resolvers are sent to MCNS on svc for the platform's names. Its firewall lets nothing in that is not named, and nobody named port 53. MCNS runs and answers on svc itself; whoever asks from outside waits, and is told SERVFAIL by their own resolver.",
  tags: ["dns", "firewall", "delegation"],
  rig: dnsRig({
    setup: [
      step("Start the second MCNS, to which the zone is delegated", {
        why: "The world's resolvers get the platform's names from it.",
        run: svc.root.sh`systemctl start mcns`,
        verify: [runs, direct("udp"), direct("tcp")],
      }),
    ],
    samples: [direct("udp"), direct("tcp")],
  }),

  steady: [...checklist, answersAtHome],

  fault: [
    step("Close the firewall of svc", {
      why: "A default of deny is right; port 53 was forgotten, because before the delegation nobody asked there.",
      run: [svc.put(FIREWALL, { content: closed }), svc.root.sh`nft --file ${FIREWALL}`],
      verify: [isDenied, fails(direct("udp"), "nobody outside gets an answer from svc")],
    }),
    step("Let the resolvers of the world forget the names", {
      why: "They keep an answer for five minutes; after that they have to ask.",
      run: internet.root.sh`rndc flush; systemctl restart unbound`,
      verify: systemd(internet).unitIsActive("unbound"),
    }),
  ],
  breaks: [direct("udp"), direct("tcp"), viaResolver("internet"), viaResolver("internet-b")],
  symptoms: [
    bindGivesUp,
    unboundIsSilent,
    dns(internet)
      .asks(INTERNAL, "A", { server: svc.on("internet") })
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
          "What does not fit into a datagram is asked for again over TCP, and some resolvers begin there.",
        ),
        step("Ask the resolvers of the world", {
          why: "They may remember for a while that nobody answered.",
          run: internet.root.sh`rndc flush; systemctl restart unbound`,
          verify: [viaResolver("internet"), viaResolver("internet-b")],
        }),
      ],
    }),
  },

  checklist,
  never: [
    "Do not test a delegation on the server itself: the firewall does not stand there.",
    "Do not open UDP alone.",
  ],
});
