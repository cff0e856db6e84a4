import {
  asserts,
  type Check,
  check,
  dns,
  drillOnly,
  fails,
  podman,
  procedure,
  refutes,
  reproduces,
  scenario,
  step,
} from "drillbook";
import {
  coredns,
  dnsRig,
  EXTERNAL,
  emptyCoredns,
  forgetNames,
  INTERNAL,
  mcns,
  namesOn,
  rift,
  startMcns,
  vade,
  workingCoredns,
} from "#twin/metacircular/dns/index.ts";
import { mcp } from "#twin/metacircular/index.ts";
import { dnsDay } from "./claims/index.ts";

const names = namesOn(vade);
const server = rift.on("lan");
const answers = [mcns.answersItself(), mcns.answersTheWorld(), names.internal(), names.external()];
const nothingElse = dns(vade).asks("no-such-name.mcp.metacircular.net", "A", { server }).isNxdomain();

/** What a monitor checks that does not look at answers: each stays green. */
const green = (seen: Check): Check => ({
  ...seen,
  title: `what the monitor looks at is green: ${seen.title}`,
});
const noErrorCode = dns(vade).asks(EXTERNAL, "A", { server, as: "the answer has no error code" }).isNoError();
const monitored = [coredns.portIsOpen(), coredns.runs(), noErrorCode].map(green);
const worldIsEmpty = dns(vade).asks(EXTERNAL, "A", { server }).isEmpty();

const logIsRead = drillOnly(
  check(
    "root reads the server's log as mcp, through su",
    rift.root.sh`su - mcp -s /bin/sh -c ${"podman logs mcns-coredns"}`,
  ),
);

export default scenario({
  id: "dns-empty-answers",
  title: "The DNS server answers every question with an empty answer, and every monitor is green",
  source: "DNS-DAY: the broken CoreDNS",
  summary:
    "The server answers every question with NOERROR, no record and no SOA. Its port is open, its container runs, and no answer carries an error code. A monitor that checks these three sees a healthy server, but no name resolves. Without a SOA such an answer has no lifetime, so clients do not cache it: after the repair no cache has to be flushed. Only a client that waits for an answer during the exchange may wait up to 5 s longer.",
  tags: ["dns", "health-check", "coredns"],
  rig: dnsRig({ server: "coredns", samples: [names.internal(), names.external(), green(noErrorCode)] }),

  steady: [...monitored, ...answers, nothingElse],

  fault: [
    step("Break the configuration of CoreDNS", {
      why: "A plugin that had the names was missing; the rest of the configuration was valid.",
      run: [...coredns.configure(emptyCoredns()), ...forgetNames(vade)],
      verify: dns(vade).asks(INTERNAL, "A", { server }).isEmpty(),
    }),
  ],
  breaks: [...answers, nothingElse],
  symptoms: [
    dns(vade).asks(INTERNAL, "A", { server }).isEmpty(),
    worldIsEmpty,
    dns(vade).asks(EXTERNAL, "SOA", { server }).isEmpty(),
    // The reason why no alarm was raised.
    ...monitored,
    logIsRead,
    check(
      "the resolver of the workstation names no error of the server",
      vade.root.sh`resolvectl query ${EXTERNAL}`.exits(1, /does not have any RR of the requested type/),
    ),
  ],
  tellsApart: [
    {
      from: "dns-cutover",
      how: "Every name gets an empty answer, public names too; there one name is missing, and the others are answered.",
      ask: worldIsEmpty,
    },
    {
      from: "a name without a record of that type (NODATA)",
      how: "The answer has no SOA; a server that knows the name would send one.",
      unless: /^dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 1/,
      ask: worldIsEmpty,
    },
  ],
  preconditions: [podman(mcp).answers()],

  procedures: {
    "replace-with-mcns": procedure({
      title: "Replace CoreDNS with MCNS",
      summary:
        "What was done: a server whose health check is an answer with a record, on the same addresses.",
      steps: [
        step("Stop CoreDNS and remove it", {
          why: "It holds port 53 of both addresses, and its restart policy would bring it back.",
          run: mcp.sh`podman rm --force --time 2 mcns-coredns`,
          verify: fails(coredns.portIsOpen(), "no server listens on port 53"),
          otherwise:
            "A process that has ended may hold the port for some seconds: `ss --udp --tcp --listening --processes` names it.",
        }),
        startMcns("The zones are in its own database, and its health depends on them."),
      ],
    }),
    "mend-coredns": procedure({
      title: "Repair the configuration of CoreDNS",
      summary: "The shortest procedure. The monitors that missed the fault stay in use.",
      steps: [
        step("Put the working configuration back", {
          why: "CoreDNS reads its file again on SIGHUP, without closing its port.",
          onThePlatform: coredns.onThePlatform,
          run: coredns.configure(workingCoredns()),
          verify: [mcns.answersItself(), mcns.answersTheWorld()],
          otherwise: {
            look: "`podman logs --tail 20 mcns-coredns` names the line that it refuses.",
            take: "replace-with-mcns",
          },
        }),
      ],
    }),
  },

  checklist: [...answers, nothingElse],
  claims: [
    asserts(coredns.runs(), dnsDay(150)),
    reproduces(worldIsEmpty, dnsDay(168)),
    reproduces(dns(vade).asks(INTERNAL, "A", { server }).isEmpty(), dnsDay(169)),
    refutes(
      "the resolver of the workstation names no error of the server",
      dnsDay(164),
      "For an empty answer resolvectl says that the name has no record of the type. It makes no address of it.",
    ),
    asserts(nothingElse, dnsDay(181, 204)),
    asserts(logIsRead, dnsDay(171)),
  ],
  never: [
    "Do not call a DNS server healthy because its port is open: ask it for a name that it must know, and check the record.",
    "Do not put names into /etc/hosts as a workaround: they hide the fault for weeks.",
  ],
});
