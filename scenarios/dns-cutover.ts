import {
  asserts,
  check,
  dns,
  fails,
  podman,
  procedure,
  reproduces,
  scenario,
  step,
  type Text,
} from "drillbook";
import {
  coredns,
  corednsWithout,
  dnsRig,
  EXTERNAL,
  GOOGLE,
  INTERNAL,
  mcns,
  noPacketRulesOnUml,
  rift,
  startMcns,
  tagIsTheDrills,
  vade,
} from "#twin/metacircular/dns/index.ts";
import { mcp, startsNot, startsNotAgain } from "#twin/metacircular/index.ts";
import { dnsDay } from "./claims/index.ts";

const server = rift.on("lan");
/** A name that was added, and that the old server lacks. */
const ADDED = "mcr.svc.mcp.metacircular.net";
// Both servers have the LAN address; the new one has that of the tailnet, too.
const answersAdded = dns(vade).asks(ADDED, "A", { server }).hasAnswer();
const answersInternal = dns(vade).asks(INTERNAL, "A", { server }).answers(rift.on("tailnet"));
const answersExternal = dns(vade).asks(EXTERNAL, "A", { server }).answers(GOOGLE);
const ZONE = "svc.mcp.metacircular.net";
/** The old server has the names of the zone and no SOA for it; MCNS has one, for any name of the zone. */
const isMcns = dns(vade)
  .asks(ZONE, "SOA", { server, as: `the server that answers is MCNS: ${ZONE} has a SOA` })
  .withFlags({ aa: true })
  .withSoa(ZONE)
  .hasAnswer();
const riftFinds = dns(rift)
  .asks(INTERNAL, "A", { server, as: `rift itself: ${INTERNAL} resolves` })
  .answers(rift.on("tailnet"));
const riftAsksMcns = dns(rift).asks(ADDED, "A", { server, as: "rift itself asks MCNS, too" }).hasAnswer();
const corednsIsGone = check(
  "the container of CoreDNS is gone",
  mcp.sh`podman ps --all --quiet --filter name=${"^mcns-coredns$"}`.printsNothing(),
);
const onlyOneMcns = check(
  "one container serves names",
  mcp.sh`podman ps --format ${"{{.Names}}"} --filter name=mcns`.printsExactly("mcns"),
);
const noRedirect = check(
  "port 53 is redirected nowhere",
  rift.root.sh`nft list tables | grep --count cutover`.exits(1).printsExactly("0"),
);

/** Where the new server listens while the old one has port 53. */
const BESIDE_PORT = 1053;
const beside = mcp.sh`podman run -d --name mcns-beside -v /srv/mcns:/srv/mcns -p ${rift.on("lan")}:${BESIDE_PORT}:53/udp -p ${rift.on("lan")}:${BESIDE_PORT}:53/tcp -p ${rift.on("tailnet")}:${BESIDE_PORT}:53/udp -p ${rift.on("tailnet")}:${BESIDE_PORT}:53/tcp mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 server --config /srv/mcns/mcns.toml`;
const ownAddresses = [rift.on("lan"), rift.on("tailnet")] as const;
const question = "meta l4proto { tcp, udp } th dport 53";
const rules: Text = [
  "table ip cutover {\n  chain prerouting {\n    type nat hook prerouting priority dstnat;\n",
  ...ownAddresses.flatMap((one) => ["    ip daddr ", one, ` ${question} redirect to :${BESIDE_PORT}\n`]),
  "  }\n  # What rift itself asks goes this way; a redirect would lead it to the loopback address.\n",
  "  chain output {\n    type nat hook output priority dstnat;\n",
  ...ownAddresses.flatMap((one) => ["    ip daddr ", one, ` ${question} dnat to `, one, `:${BESIDE_PORT}\n`]),
  "  }\n}\n",
];

const FINAL = "Replace CoreDNS with the final container";
const removeRedirect = rift.root.sh`nft delete table ip cutover`;

/** `podman rm` returns a moment before the container's network is gone, which holds the port until then. */
const untilThePortIsFree = mcp.sh`timeout 10 sh -c ${{
  kind: "raw",
  text: [
    "'while ss --listening --numeric --no-header --tcp --udp \"src ",
    rift.on("lan"),
    ":53 or src ",
    rift.on("tailnet"),
    ":53\" | grep --quiet .; do sleep 0.02; done'",
  ],
}}`;

const isMissing = dns(vade).asks(ADDED, "A", { server }).isEmpty();
const isOver = [answersAdded, isMcns, answersExternal, corednsIsGone, onlyOneMcns, noRedirect];

export default scenario({
  id: "dns-cutover",
  title: "The DNS server has to be replaced, on the same addresses, while it is in use",
  source: "DNS-DAY: the cut-over from CoreDNS to MCNS",
  summary:
    "The old server lacks a name that was added, and must be replaced. All clients have its addresses, so the new server must take these addresses over. Between the two servers no name resolves. The drill measured that time for three procedures: the proof of this page has it. In the real night it was about five seconds.",
  tags: ["dns", "cut-over", "coredns"],
  rig: dnsRig({ server: "coredns", samples: [answersInternal, answersExternal, riftFinds] }),

  steady: [coredns.runs(), answersAdded, answersInternal, answersExternal, riftFinds],

  fault: [
    step("Lose a name", {
      why: "The name is missing from every configuration that CoreDNS reads; the other names still resolve.",
      run: coredns.configure(corednsWithout(ADDED)),
      verify: isMissing,
    }),
  ],
  breaks: [answersAdded],
  symptoms: [isMissing, answersInternal, answersExternal, coredns.runs()],
  tellsApart: [
    {
      from: "dns-empty-answers",
      how: "One name is missing, and the others are answered; there every name gets an empty answer.",
      ask: answersExternal,
    },
    {
      from: "the name does not exist (NXDOMAIN)",
      how: "The answer is empty and has no error code. A server that is right says NXDOMAIN for a name that it lacks, with a SOA.",
      ask: isMissing,
    },
  ],
  preconditions: [
    podman(mcp).answers(),
    podman(mcp).hasImages("mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0"),
  ],

  procedures: {
    "stop-and-run": procedure({
      title: "Stop the old server, then run the new one",
      summary: "What was done. Names are out while one server ends and the other starts.",
      steps: [
        step("Stop CoreDNS and remove it", {
          why: "Two servers cannot share one port.",
          run: mcp.sh`podman stop mcns-coredns && podman rm mcns-coredns`,
          verify: fails(coredns.portIsOpen(), "no server listens on port 53"),
          otherwise:
            "A process that has ended may hold the port for some seconds: `ss --udp --tcp --listening --processes` names it.",
        }),
        startMcns("From here on names resolve again."),
      ],
    }),
    "create-first": procedure({
      title: "Make the new container first, then change over",
      summary: "The preparation happens before the interruption, which consists of one stop and one start.",
      steps: [
        step("Make the container of MCNS", {
          why: "Its file system, its network and its name are prepared while the old server still answers.",
          onThePlatform: tagIsTheDrills,
          run: mcp.sh`${mcns.podmanCreate}`,
          verify: check(
            "the container is made",
            mcp.sh`podman inspect --format ${"{{.State.Status}}"} mcns`.printsExactly("created"),
          ),
          otherwise: startsNot("mcns"),
        }),
        step("Change over", {
          why: "A DNS server has no state to save, so it is killed at once. Podman reports it as removed a moment before its port is free.",
          run: [
            mcp.sh`podman rm --force --time 0 mcns-coredns`,
            untilThePortIsFree,
            mcp.sh`podman start mcns`,
          ],
          verify: [isMcns, answersExternal],
          otherwise: startsNotAgain("mcns"),
        }),
      ],
    }),
    redirect: procedure({
      title: "Run the new server beside the old one, and redirect the port in the kernel",
      summary:
        "A redirect in the kernel moves the questions from one server to the other between two packets. The final container then replaces the old one behind the redirect.",
      steps: [
        step("Run MCNS on another port", {
          why: "It can be tested for any time before clients depend on it. Until the end of this procedure it shares the database with every other running MCNS. SQLite allows several readers, so change no record before the last step.",
          onThePlatform: tagIsTheDrills,
          run: beside,
          verify: dns(vade)
            .asks(ADDED, "A", { server, port: BESIDE_PORT, as: "MCNS answers beside the old server" })
            .withFlags({ aa: true })
            .answers(rift.on("lan"), rift.on("tailnet")),
          otherwise: `${startsNot("mcns-beside")} Where it answers on rift alone, rift's firewall keeps port ${BESIDE_PORT} closed. Open it until the firewall is started again: \`for protocol in udp tcp; do iptables --insert nixos-fw --protocol $protocol --dport ${BESIDE_PORT} --jump nixos-fw-accept; done\`, as root on rift; \`systemctl reload firewall\` closes it after the last step.`,
        }),
        step("Redirect port 53 to it", {
          why: "From here on all clients ask MCNS, rift included. Deleting the nftables table would bring CoreDNS back at once.",
          run: [rift.put("/run/cutover.nft", { content: rules }), rift.root.sh`nft --file /run/cutover.nft`],
          verify: [isMcns, answersAdded, riftAsksMcns],
          otherwise: { undo: removeRedirect },
        }),
        step(FINAL, {
          why: "Clients no longer ask CoreDNS, so its end causes no interruption.",
          onThePlatform: tagIsTheDrills,
          run: [
            mcp.sh`podman rm --force --time 2 mcns-coredns`,
            untilThePortIsFree,
            mcp.sh`${mcns.podmanRun}`,
          ],
          verify: [corednsIsGone, mcns.runs(), mcns.isHealthy()],
          otherwise: {
            look: `Names resolve meanwhile, through the redirect. ${startsNot("mcns")}`,
            goOnAt: FINAL,
          },
        }),
        step("Remove the redirect and the temporary container", {
          why: "Port 53 now leads to the final container.",
          run: [removeRedirect, mcp.sh`podman rm --force --time 2 mcns-beside`],
          verify: [isMcns, answersExternal, onlyOneMcns],
          otherwise: {
            look: "`podman logs --tail 20 mcns` says why it does not answer. Remove it with `podman rm --force mcns`.",
            goOnAt: FINAL,
          },
        }),
      ],
      notOn: { uml: noPacketRulesOnUml },
    }),
  },

  checklist: isOver,
  claims: [reproduces("stop-and-run", dnsDay(201)), asserts("redirect", dnsDay(203))],
  never: [
    "Do not use `create-first` or `stop-and-run` with a server that has never answered: going back takes as long as the change. `redirect` tests the server on another port before clients depend on it.",
    "Do not change records while two MCNS run on one database.",
  ],
});
