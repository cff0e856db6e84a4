import {
  asserts,
  check,
  dns,
  drillOnly,
  fails,
  lasting,
  podman,
  procedure,
  refutes,
  reproduces,
  scenario,
  step,
} from "drillbook";
import {
  agentAnswers,
  dnsRig,
  EXTERNAL,
  forgetNames,
  INTERNAL,
  internet,
  mcns,
  namesOn,
  PUBLIC_RESOLVERS,
  publicResolvers,
  publicResolversAnswer,
  RESOLVER_FILE,
  resolverConfig,
  rift,
  startMcns,
  svc,
  vade,
} from "#twin/metacircular/dns/index.ts";
import { mcp } from "#twin/metacircular/index.ts";
import { noAgentWith } from "#twin/metacircular/whole-platform.ts";
import { dnsDay, incident } from "./claims/index.ts";

const onVade = namesOn(vade);
const onSvc = namesOn(svc);
const allNames = [onVade.internal(), onVade.external(), onSvc.internal(), onSvc.external()];
const checklist = [mcns.runs(), mcns.hasTheRecord(), mcns.answersTheWorld(), ...allNames, agentAnswers()];

/** Milliseconds of one lookup through getent, the path of most programs. */
const timed = (name: string) =>
  vade.root.sh`start=$(date +%s%3N); getent ahostsv4 ${name}; echo "$(( $(date +%s%3N) - start )) ms"`;

/** What the summary says of them. */
const milliseconds = { under1000: /^\d{1,3} ms$/m, over5000: /^(?:[5-9]|1\d)\d{3} ms$/m } as const;

/** Both have the SOA in the authority section. Source: RFC 2308, 2. */
const nameIsUnknown = drillOnly(
  dns(vade)
    .asks("no-such-name.mcp.metacircular.net", "A", { server: rift.on("lan") })
    .withSoa("mcp.metacircular.net")
    .isNxdomain(),
);
const typeIsUnknown = drillOnly(
  dns(vade)
    .asks(INTERNAL, "AAAA", { server: rift.on("lan") })
    .withSoa("svc.mcp.metacircular.net")
    .isNodata(),
);

const unknownOutside = (name: keyof typeof PUBLIC_RESOLVERS) =>
  dns(vade)
    .asks(INTERNAL, "A", {
      server: internet.on(PUBLIC_RESOLVERS[name]),
      as: `for ${name} there is no ${INTERNAL}`,
    })
    .isNxdomain();

/** For a zone that is delegated to a server that does not answer, they say SERVFAIL, and systemd-resolved asks the next server. */
const noDelegation = step("Remove the delegation of the platform's zone from the internet", {
  why: "The platform's names are not needed outside, and in most installations they are not delegated.",
  run: internet.root
    .sh`sed --in-place ${"/mcp\\.metacircular\\.net\\. IN /d"} /etc/metacircular/zones/metacircular.net.zone && systemctl restart named unbound`,
  verify: [unknownOutside("1.1.1.1"), unknownOutside("8.8.8.8")],
});

const publicNameservers = Object.values(PUBLIC_RESOLVERS).flatMap((network) => ['" "', internet.on(network)]);

const withFallback = (machine: typeof vade, network: string) =>
  step(`Give ${machine.name} resolvers that do not need MCNS`, {
    why: "systemd-resolved asks one server at a time, and the next as soon as that one fails. The public resolvers know public names, and none of the platform's.",
    run: [
      machine.put(RESOLVER_FILE, {
        // The empty value takes away the servers of other files. Source: resolved.conf(5), DNS=.
        content: ["[Resolve]\nDNS=\nDNS=", rift.on(network), " ", ...publicResolvers, "\n"],
      }),
      machine.root.sh`systemctl restart systemd-resolved`,
    ],
    ...(machine === svc
      ? {}
      : {
          lasting: lasting({
            nixos: ['networking.nameservers = [ "', rift.on(network), ...publicNameservers, '" ];'],
          }),
        }),
    verify: [
      check(
        `${machine.name} knows three resolvers`,
        machine.root.sh`resolvectl dns | grep ^Global:`.printsExactly([
          "Global: ",
          rift.on(network),
          " ",
          ...publicResolvers,
        ]),
      ),
      namesOn(machine).internal(),
    ],
    otherwise: {
      look: "`systemd-analyze cat-config systemd/resolved.conf` shows every file that sets servers; an empty `DNS=` in a later file takes these away, too.",
      // The rig's file was there before, with MCNS alone.
      undo: [
        machine.put(RESOLVER_FILE, {
          content: resolverConfig([rift.on(network)]),
          typedAs: `rm ${RESOLVER_FILE}`,
        }),
        machine.root.sh`systemctl restart systemd-resolved`,
      ],
    },
  });

export default scenario({
  id: "dns-spof",
  title: "One DNS server died, and no machine can resolve any name",
  source: "Metacircular post-mortem of 2026-04-03, step 5, and its lesson on fallback resolvers",
  summary:
    "MCNS is the only resolver that the machines know. Its container is gone, and no name resolves: neither the platform's names nor public names, which MCNS only forwarded. With other resolvers beside it, public names keep resolving the next time. A closed port then costs a lookup milliseconds; a silent host costs 5 s at the first lookup, and little after that. The proof of this page has the times that the drill measured.",
  tags: ["dns", "podman", "single-point-of-failure"],
  alone: "its second procedure asserts how many milliseconds a lookup takes",
  notWith: noAgentWith,
  rig: dnsRig({ setup: [noDelegation], samples: allNames }),

  steady: [...checklist, ...publicResolversAnswer(), nameIsUnknown, typeIsUnknown],

  fault: [
    step("Lose the container of MCNS", {
      why: "It was one of the containers that podman no longer knew after the UID changed.",
      run: mcp.sh`podman rm --force --time 2 mcns`,
      verify: fails(mcns.isHealthy(), "MCNS is gone"),
    }),
    step("Flush the DNS caches of the machines", {
      why: "Names that were asked for in the last five minutes still resolve, later no name does. The drill flushes the caches instead of waiting.",
      run: forgetNames(vade, svc),
      verify: fails(onVade.external(), "vade cannot resolve a public name"),
    }),
  ],
  breaks: [mcns.runs(), mcns.hasTheRecord(), mcns.answersTheWorld(), ...allNames],
  symptoms: [
    dns(vade)
      .asks(INTERNAL, "A", { server: rift.on("lan") })
      .isUnreachable(),
    check("the resolver says that no server answers", vade.root.sh`resolvectl query ${EXTERNAL}`.exits(1)),
    ...publicResolversAnswer(),
  ],
  tellsApart: [
    {
      from: "uid-change",
      how: "Podman works, and only the DNS server is gone; there podman itself fails.",
      unless: /default OCI runtime .* not found|RunRoot is pointing to a path/,
    },
    {
      from: "seed-migration",
      how: "The container is gone; there it restarts again and again, and its log says why it ends.",
      unless: /run migration .* failed/,
    },
  ],
  preconditions: [podman(mcp).answers()],

  procedures: {
    "start-again": procedure({
      title: "Start MCNS again",
      summary:
        "Brings every name back, but MCNS remains a single point of failure. A machine that waited for an answer when MCNS came back may need 5 s more; `systemctl restart systemd-resolved` there ends the wait.",
      steps: [startMcns("All names depend on it. It needs only the image and the definition.")],
      lasts: "until MCNS fails the next time",
    }),
    "start-and-fall-back": procedure({
      title: "Start MCNS again, and give the machines other resolvers beside it",
      summary:
        "The next time MCNS dies, public names keep resolving, and only the platform's own fail. The disadvantage: for a public resolver the platform's names do not exist (NXDOMAIN). That is a valid answer, so systemd-resolved keeps that server. **When MCNS is back after that, restart systemd-resolved on every machine**; otherwise the platform's names do not resolve. Neither `resolvectl flush-caches` nor `reset-server-features` is enough.",
      steps: [
        startMcns("All names depend on it. It needs only the image and the definition."),
        withFallback(vade, "lan"),
        withFallback(svc, "tailnet"),
      ],
      endurance: [
        step("Kill MCNS again", {
          why: "This shows the effect of the other resolvers: public names resolve, the platform's own fail.",
          run: [mcp.sh`podman stop --time 2 mcns`, ...forgetNames(vade, svc)],
          verify: [
            fails(mcns.isHealthy(), "MCNS does not run"),
            onVade.external(),
            onSvc.external(),
            fails(onVade.internal(), "vade cannot resolve a name of the platform"),
            fails(onSvc.internal(), "svc cannot resolve one, either"),
          ],
        }),
        step("Time a lookup while MCNS is closed", {
          why: "A restarted resolver begins with MCNS. A closed port is reported at once, so the next server is asked without a wait.",
          run: [
            vade.root.sh`systemctl restart systemd-resolved`,
            timed(EXTERNAL).prints(milliseconds.under1000),
          ],
          verify: onVade.external(),
        }),
        step("Time a lookup while the host of MCNS is silent", {
          why: "A host that is down sends no answer. The first lookup waits for the timeout; then the resolver changes to the next server.",
          run: [
            vade.root.sh`systemctl restart systemd-resolved`,
            rift.cut("lan"),
            timed(EXTERNAL).prints(milliseconds.over5000),
            timed(EXTERNAL).prints(milliseconds.under1000),
          ],
          verify: onVade.external(),
        }),
        step("Start MCNS again, and no more", {
          why: "MCNS answers direct questions. But the machines continue to ask the public resolver that they changed to, for which the platform's names do not exist. Flushing the caches and resetting the server features changes nothing.",
          run: [
            rift.heal("lan"),
            mcp.sh`podman start mcns`,
            ...forgetNames(vade),
            vade.root.sh`resolvectl reset-server-features`,
          ],
          verify: [
            mcns.isHealthy(),
            mcns.answersItself(),
            fails(onVade.internal(), "vade still cannot resolve a name of the platform"),
          ],
        }),
        step("Have the machines ask MCNS again", {
          why: "A restarted resolver begins with the first server of its list, which is MCNS.",
          run: [
            vade.root.sh`systemctl restart systemd-resolved`,
            svc.root.sh`systemctl restart systemd-resolved`,
          ],
          verify: allNames,
        }),
      ],
    }),
  },

  checklist,
  claims: [
    reproduces(
      dns(vade)
        .asks(INTERNAL, "A", { server: rift.on("lan") })
        .isUnreachable(),
      incident(18),
    ),
    reproduces(mcns.answersTheWorld(), incident(19)),
    refutes(
      "the resolver says that no server answers",
      incident(20),
      "The lookup fails: no server answers. NXDOMAIN would be an answer.",
    ),
    reproduces("Start MCNS from its definition", incident(28)),
    reproduces("start-again", incident(31)),
    reproduces("vade cannot resolve a public name", incident(50)),
    refutes(
      "Start MCNS again, and no more",
      incident(54),
      "For the public resolvers the platform's names do not exist, and systemd-resolved stays with them after MCNS is back, until it is restarted.",
    ),
    asserts("Give vade resolvers that do not need MCNS", incident(55)),
    asserts(mcns.hasTheRecord(), dnsDay(189)),
    refutes(
      typeIsUnknown,
      dnsDay(183),
      "In both the SOA stands in the authority section, as RFC 2308 has it.",
    ),
  ],
  never: [
    "Do not repair a machine's resolver through names that only this resolver serves.",
    "Do not use names that only MCNS knows in anything that is needed to repair MCNS.",
  ],
});
