import { check, dns, procedure, resolves, scenario, step } from "drillbook";
import {
  coredns,
  corednsWrong,
  dnsRig,
  INTERNAL,
  mcns,
  namesOn,
  rift,
  vade,
  workingCoredns,
} from "#twin/metacircular/dns/index.ts";

/** The address of a machine that was taken out of service; it is unused. */
const WRONG = "192.0.2.173";
const HOSTS = "/etc/hosts";
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
        vade.root.sh`echo ${rift.on("tailnet")} ${INTERNAL} >> ${HOSTS}`,
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
      vade.root.sh`getent ahostsv4 ${INTERNAL}`.prints(/^198\.51\.100\.10 /m),
    ),
    check(
      "resolvectl finds another one",
      vade.root.sh`resolvectl query ${INTERNAL}`.prints(/192\.0\.2\.173/),
    ),
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
          onThePlatform: coredns.onThePlatform,
          run: coredns.configure(workingCoredns()),
          verify: mcns.answersItself(),
          otherwise: "`podman logs --tail 20 coredns` names the line that it refuses.",
        }),
        step("Take the name out of the hosts file", {
          why: "It hid the fault in glibc, ping, curl and ssh.",
          run: vade.root.sh`sed --in-place ${`/[[:space:]]${INTERNAL.replaceAll(".", "\\.")}$/d`} ${HOSTS}`,
          verify: noMask,
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
  never: [
    "Do not repair a wrong answer in /etc/hosts: the entry is right on one path of one machine, and hides the fault there.",
    "Do not trust one tool: ask getent, resolvectl and dig.",
  ],
});
