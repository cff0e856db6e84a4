import { check, dns, drillOnly, procedure, reproduces, resolves, scenario, step, type Text } from "drillbook";
import {
  coredns,
  corednsForAll,
  corednsWrong,
  dnsRig,
  EXTERNAL,
  INTERNAL,
  internet,
  mcns,
  namesOn,
  RESOLVER_FILE,
  resolverConfig,
  rift,
  vade,
  workingCoredns,
} from "#twin/metacircular/dns/index.ts";
import { dnsDay } from "./claims/index.ts";

/** The address of a machine that was taken out of service; it is unused. */
const WRONG = "192.0.2.173";
const HOSTS = "/etc/hosts";
/** The line of the hosts file has other names before and after it, as on the platform. */
const before = "metacrypt.svc.mcp.metacircular.net";
const after = ["mcr.svc.mcp.metacircular.net", "sgard.svc.mcp.metacircular.net"];
const otherNamesStay = check(
  "the other names of its line are still in the hosts file",
  vade.root.sh`grep --count --fixed-strings ${`${before} ${after.join(" ")}`} ${HOSTS}`.printsExactly("1"),
);
const NO_HOSTS = "/etc/systemd/resolved.conf.d/hosts.conf";

const everyPath = resolves(vade, INTERNAL).to(rift.on("tailnet"));
const noMask = check(
  `the hosts file has no ${INTERNAL}`,
  vade.root.sh`grep --count --word-regexp --fixed-strings ${INTERNAL} ${HOSTS}`.exits(1).printsExactly("0"),
);
const notReading = vade.root
  .sh`systemd-analyze cat-config systemd/resolved.conf | grep --count ${"^ReadEtcHosts=no"}`;
const readsHosts = check("systemd-resolved reads the hosts file", notReading.exits(1).printsExactly("0"));
const checklist = [everyPath, noMask, readsHosts, mcns.answersItself(), namesOn(vade).internal()];

/** The workstation's link to the internet, by its address. */
const ofLink = (words: Text) =>
  vade.root
    .sh`link=$(ip -4 -brief address | awk -v address=${vade.on("internet")} 'index($3, address "/") { sub(/@.*/, "", $1); print $1 }'); ${{ kind: "raw", text: words }}`;

const splitAsSeen = drillOnly(
  check(
    "the global servers have the platform's domain, and the link has the public resolvers",
    vade.root.sh`resolvectl dns; resolvectl domain`
      .prints(/^Global: 192\.0\.2\.10 198\.51\.100\.10$/m)
      .prints(/^Link \d+ \(\S+\): 203\.0\.113\.53 203\.0\.113\.153$/m)
      .prints(/^Global: ~mcp\.metacircular\.net$/m),
  ),
);
const globalServersAreAsked = check(
  "a public name gets the answer of the global servers, although their domain is another",
  vade.root.sh`resolvectl query --cache=no ${EXTERNAL}`.prints(/192\.0\.2\.173/),
);

const flushChangesNothing = check(
  "a flushed cache does not change what resolvectl finds",
  vade.root.sh`resolvectl flush-caches && resolvectl query --cache=no ${INTERNAL}`.prints(/192\.0\.2\.173/),
);

export default scenario({
  id: "resolver-disagreement",
  title: "One program finds the right address, and the next one a wrong one",
  source: "DNS-DAY: three resolver paths that disagreed",
  summary:
    "The server has a wrong address for a name. Weeks ago an operator put the right one into /etc/hosts. glibc reads that file first. systemd-resolved is configured not to read it, and programs with their own resolver ask the server. So the answer depends on the program that asks. The document does not name the cause; this one explains all its observations.",
  tags: ["dns", "systemd-resolved", "hosts-file"],
  rig: dnsRig({
    otherAddresses: { [WRONG]: "192.168.88.173" },
    server: "coredns",
    samples: [namesOn(vade).internal()],
  }),

  steady: checklist,

  fault: [
    step("Let the server have a wrong address", {
      why: "The record was not changed when the service moved.",
      run: coredns.configure(corednsWrong(INTERNAL, WRONG)),
      verify: dns(vade)
        .asks(INTERNAL, "A", { server: rift.on("lan") })
        .answers(WRONG),
    }),
    step("Put the right one into the hosts file", {
      why: "It helped at that moment, and only in the tool that the operator used.",
      run: [
        vade.put(NO_HOSTS, { content: "[Resolve]\nReadEtcHosts=no\n" }),
        vade.root.sh`echo ${rift.on("tailnet")} ${[before, INTERNAL, ...after]} >> ${HOSTS}`,
        vade.root.sh`systemctl restart systemd-resolved`,
      ],
      verify: check(
        "getent finds the right address",
        vade.root.sh`getent ahostsv4 ${INTERNAL}`.prints(/^198\.51\.100\.10 /m),
      ),
    }),
  ],
  breaks: [everyPath, noMask, readsHosts, mcns.answersItself(), namesOn(vade).internal()],
  symptoms: [
    resolves(vade, INTERNAL).unalike(),
    check(
      "glibc finds the right address",
      vade.root.sh`getent ahostsv4 ${INTERNAL}`.prints({
        kind: "contains",
        value: [rift.on("tailnet"), " "],
      }),
    ),
    check(
      "resolvectl finds another one",
      vade.root.sh`resolvectl query ${INTERNAL}`.prints(/192\.0\.2\.173/),
    ),
    flushChangesNothing,
    dns(vade)
      .asks(INTERNAL, "A", { as: "a program that reads /etc/resolv.conf finds it, too" })
      .answers(WRONG),
    check("systemd-resolved is configured not to read the hosts file", notReading.printsExactly("1")),
  ],

  procedures: {
    "right-at-the-source": procedure({
      title: "Correct the record in the server, and remove the entry that hides it",
      summary: "The hosts file must go, too: it would hide the next wrong answer.",
      steps: [
        step("Correct the record in the server", {
          why: "All clients get their answer from there.",
          onThePlatform: `${coredns.onThePlatform} Where MCNS serves the name, the record is in MCNS's database: correct it through MCNS's API, and leave the command out.`,
          run: coredns.configure(workingCoredns()),
          verify: mcns.answersItself(),
          otherwise: "`podman logs --tail 20 mcns-coredns` names the line that it refuses.",
        }),
        step("Take the name out of the hosts file", {
          why: "It hid the fault in glibc, ping, curl and ssh. Other names of its line stay; a line without names is removed.",
          onThePlatform:
            "NixOS writes the file from its configuration: remove the name there (`networking.hosts` or `networking.extraHosts`), and run `nixos-rebuild switch` in place of the command.",
          run: vade.root
            .sh`sed --regexp-extended --in-place ${`s/[[:space:]]+${INTERNAL.replaceAll(".", "\\.")}([[:space:]]|$)/\\1/; /^[[:space:]]*[0-9a-fA-F.:]+[[:space:]]*$/d`} ${HOSTS}`,
          verify: [noMask, otherNamesStay],
        }),
        step("Have systemd-resolved read the hosts file again", {
          why: "Until then an entry of that file holds on one path only. The restart also clears the wrong address from its cache, where it stays for the length of the TTL, here five minutes.",
          onThePlatform:
            "The setting may be in another file: `systemd-analyze cat-config systemd/resolved.conf` prints the file's name above it. If the machine is built from a configuration, as with NixOS, remove it there.",
          run: vade.root.sh`rm ${NO_HOSTS} && systemctl restart systemd-resolved`,
          verify: [readsHosts, everyPath],
          within: "15s",
          otherwise:
            "`systemd-analyze cat-config systemd/resolved.conf` shows the file that still has `ReadEtcHosts=no`.",
        }),
      ],
    }),
  },

  checklist,
  endurance: [
    step(
      "Configure the workstation as it was on DNS day, with a server that has one address for all public names",
      {
        why: "systemd-resolved had MCNS as its global servers, with the platform's domain, and the public resolvers at a link with the default route.",
        run: [
          ...coredns.configure(corednsForAll(WRONG)),
          vade.put(RESOLVER_FILE, {
            content: [
              "[Resolve]\nDNS=",
              rift.on("lan"),
              " ",
              rift.on("tailnet"),
              "\nDomains=~mcp.metacircular.net\n",
            ],
          }),
          vade.root.sh`systemctl restart systemd-resolved`,
          ofLink([
            'resolvectl dns "$link" ',
            internet.on("internet"),
            " ",
            internet.on("internet-b"),
            ' && resolvectl default-route "$link" yes',
          ]),
        ],
        verify: splitAsSeen,
      },
    ),
    step("Ask for a public name while the public resolvers are closed", {
      why: "The global servers are asked for every name, beside the link with the default route. With both open, the faster answer counts.",
      run: internet.root.sh`systemctl stop named unbound`,
      verify: globalServersAreAsked,
    }),
    step("Put the configuration back", {
      why: "The next check needs it.",
      run: [
        internet.root.sh`systemctl start named unbound`,
        ...coredns.configure(workingCoredns()),
        vade.put(RESOLVER_FILE, { content: resolverConfig([rift.on("lan")]) }),
        ofLink(['resolvectl revert "$link"']),
        vade.root.sh`systemctl restart systemd-resolved`,
      ],
      verify: [everyPath, namesOn(vade).external()],
    }),
  ],
  claims: [
    reproduces(resolves(vade, INTERNAL).unalike(), dnsDay(157)),
    reproduces("resolvectl finds another one", dnsDay(159)),
    reproduces("Put the right one into the hosts file", dnsDay(152, 155)),
    reproduces("right-at-the-source", dnsDay(167)),
    reproduces(flushChangesNothing, dnsDay(161)),
    reproduces(splitAsSeen, dnsDay(151, 162)),
    reproduces(globalServersAreAsked, dnsDay(160, 163)),
  ],
  never: [
    "Do not repair a wrong answer in /etc/hosts: the entry is right on one path of one machine, and hides the fault there.",
    "Do not trust one tool: ask getent, resolvectl and dig.",
  ],
});
