import { dns, fails, firewall, procedure, reproduces, scenario, step, systemd } from "drillbook";
import {
  dnsRig,
  INTERNAL,
  internet,
  noPacketRulesOnUml,
  PUBLIC_RESOLVERS,
  rift,
  svc,
  vade,
} from "#twin/metacircular/dns/index.ts";
import { profile } from "#twin/metacircular/index.ts";
import { noAgentWith } from "#twin/metacircular/whole-platform.ts";
import { dnsDay } from "./claims/index.ts";

const ZONE = "svc.mcp.metacircular.net";
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
const rules = firewall(svc);
const isDenied = rules.dropsByDefault();
const ADDED = `printer.${ZONE}`;
/** Adds the record to rift's MCNS, or removes it there. */
const onRift = (method: "POST" | "DELETE") =>
  rift.root
    .sh`curl --fail-with-body --silent --show-error ${profile.word("trust")} --request ${method} --data ${{ kind: "raw", text: [`'{"name":"${ADDED}","type":"A","value":"`, rift.on("lan"), `"}'`] }} ${`https://127.0.0.1:38443/v1/zones/${ZONE}/records`}`;
const svcLacksIt = dns(vade)
  .asks(ADDED, "A", { server: svc.on("internet"), as: "MCNS on svc does not have it" })
  .isNxdomain();

const DROP_IN = "/etc/systemd/system/mcns.service.d/capability.conf";
const mayNotBind = fails(runs, "without the capability MCNS on svc does not run");

const checklist = [runs, direct("udp"), direct("tcp"), viaResolver("1.1.1.1"), viaResolver("8.8.8.8")];

const allow = (protocol: "udp" | "tcp", why: string) =>
  step(`Let ${protocol.toUpperCase()} port 53 in`, {
    why,
    run: rules.allow(53, protocol),
    verify: [direct(protocol), isDenied],
    otherwise: {
      look: "A firewall of the provider, before the machine, drops the same. Without an answer from outside the rule is of no use.",
      undo: rules.disallow(53, protocol),
    },
  });

export default scenario({
  id: "dns-firewalled",
  title: "The zone is delegated, and public resolvers say SERVFAIL or do not answer",
  source: "DNS-DAY: firewall default-deny on port 53 after the delegation",
  summary:
    "Public resolvers are sent to MCNS on svc for the platform's names. Its firewall drops all traffic to ports that are not listed, and port 53 is not listed. MCNS runs and answers on svc itself. A client outside waits: its resolver says SERVFAIL after ten seconds, or does not answer.",
  tags: ["dns", "firewall", "delegation"],
  notWith: noAgentWith,
  notOn: { uml: noPacketRulesOnUml },
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
      run: svc.root
        .sh`ufw default deny incoming && ufw allow 22/tcp && ufw allow 443/tcp && ufw --force enable`,
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
      .asks(INTERNAL, "A", {
        server: svc.on("internet"),
        as: "a client outside gets no answer from MCNS on svc",
      })
      .timesOut(),
    rules.hasNoRuleFor(53),
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
        step("Ask the public resolvers until they answer", {
          why: "They remember for up to 5 min that the server did not answer. Cloudflare (1.1.1.1) and Google (8.8.8.8) each have a page that purges a name sooner.",
          run: vade.root
            .sh`for server in ${Object.values(PUBLIC_RESOLVERS).map((network) => internet.on(network))}; do dig +short +tries=1 +time=5 @"$server" ${INTERNAL} A; done; true`,
          verify: [viaResolver("1.1.1.1"), viaResolver("8.8.8.8")],
          within: "180s",
          otherwise: "A public resolver remembers a failure for 5 minutes at most: ask again then.",
        }),
      ],
    }),
  },

  checklist,
  endurance: [
    step("Add a record to MCNS on rift", {
      why: "Each of the two servers has its own database: a record that is added to one is not in the other.",
      run: onRift("POST"),
      verify: [
        dns(vade)
          .asks(ADDED, "A", { server: rift.on("lan"), as: "MCNS on rift has the new record" })
          .answers(rift.on("lan")),
        svcLacksIt,
      ],
    }),
    step("Remove it", { why: "The drill added it.", run: onRift("DELETE"), verify: svcLacksIt }),
    step("Reboot svc, and start MCNS there again", {
      why: "A rule that is only in the kernel is gone after a reboot. The drill's MCNS on svc does not start by itself.",
      run: [svc.reboot(), svc.root.sh`systemctl start mcns`],
      verify: [isDenied, direct("udp"), direct("tcp")],
      within: "60s",
    }),
    step("Undo the opening of UDP", {
      why: "The page has the command where the step does not help.",
      run: rules.disallow(53, "udp"),
      verify: [fails(direct("udp"), "a client outside gets no answer from svc"), direct("tcp")],
    }),
    step("Open it again", {
      why: "The steps below ask from outside.",
      run: rules.allow(53, "udp"),
      verify: direct("udp"),
    }),
    step("Start MCNS on svc without CAP_NET_BIND_SERVICE, where ports below 1024 need it", {
      why: "Its unit gives it the capability. Without it the server ends, and the firewall is not the cause.",
      run: [
        svc.root.sh`sysctl --quiet --write net.ipv4.ip_unprivileged_port_start=1024`,
        svc.put(DROP_IN, { content: "[Service]\nAmbientCapabilities=\nRestart=no\n" }),
        svc.root.sh`systemctl daemon-reload && systemctl restart mcns`,
      ],
      verify: mayNotBind,
    }),
    step("Give it the capability again", {
      why: "Its unit has the capability.",
      run: [svc.root.sh`rm ${DROP_IN} && systemctl daemon-reload && systemctl restart mcns`],
      verify: [runs, direct("udp")],
    }),
  ],
  claims: [
    reproduces(bindGivesUp, dnsDay(211)),
    reproduces(viaResolver("1.1.1.1"), dnsDay(212)),
    reproduces(mayNotBind, dnsDay(193)),
    reproduces(svcLacksIt, dnsDay(215)),
  ],
  never: [
    "Do not test a delegation on the server itself: its firewall does not filter local traffic.",
    "Do not open UDP alone.",
  ],
});
