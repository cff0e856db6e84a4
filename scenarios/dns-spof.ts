import { check, dns, fails, podman, procedure, scenario, step } from "drillbook";
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

const onVade = namesOn(vade);
const onSvc = namesOn(svc);
const allNames = [onVade.internal(), onVade.external(), onSvc.internal(), onSvc.external()];
const checklist = [mcns.runs(), mcns.hasTheRecord(), mcns.answersTheWorld(), ...allNames, agentAnswers()];

/** Milliseconds of one lookup, by what every program uses. */
const timed = (name: string) =>
  vade.root.sh`start=$(date +%s%3N); getent ahostsv4 ${name}; echo "$(( $(date +%s%3N) - start )) ms"`;

/** What the summary says of them. */
const milliseconds = { under1000: /^\d{1,3} ms$/m, over5000: /^(?:[5-9]|1\d)\d{3} ms$/m } as const;

const unknownOutside = (name: keyof typeof PUBLIC_RESOLVERS) =>
  dns(vade)
    .asks(INTERNAL, "A", {
      server: internet.on(PUBLIC_RESOLVERS[name]),
      as: `for ${name} there is no ${INTERNAL}`,
    })
    .isNxdomain();

/** Where a zone is delegated and nobody answers for it, they say SERVFAIL, and systemd-resolved asks the next one. */
const noDelegation = step("Have the internet know nothing of the platform's zone", {
  why: "Nobody outside has to know the names of the platform, and in most places nobody does.",
  run: internet.root
    .sh`sed --in-place ${"/mcp\\.metacircular\\.net\\. IN /d"} /etc/metacircular/zones/metacircular.net.zone && systemctl restart named unbound`,
  verify: [unknownOutside("1.1.1.1"), unknownOutside("8.8.8.8")],
});

const withFallback = (machine: typeof vade, network: string) =>
  step(`Give ${machine.name} resolvers that do not need MCNS`, {
    why: "systemd-resolved asks one server at a time, and the next as soon as that one fails. The public ones know the world's names, and none of the platform's.",
    run: [
      machine.put(RESOLVER_FILE, {
        content: resolverConfig([rift.on(network), " ", ...publicResolvers]),
      }),
      machine.root.sh`systemctl restart systemd-resolved`,
    ],
    verify: [
      check(
        `${machine.name} knows three resolvers`,
        machine.root.sh`resolvectl dns`.prints(/^Global: \S+ \S+ \S+$/m),
      ),
      namesOn(machine).internal(),
    ],
  });

export default scenario({
  id: "dns-spof",
  title: "One DNS server died, and no machine finds any name",
  source: "Metacircular post-mortem of 2026-04-03, step 5, and its lesson on fallback resolvers",
  summary:
    "MCNS is the only resolver that the machines know. Its container is gone, and with it every name: the platform's own, and the world's, which MCNS only handed on. Other resolvers beside it keep the world's names the next time: a closed port then costs a lookup milliseconds, a silent host 5 s at the first lookup and little after that. What this drill measured is in the last section of the second way.",
  tags: ["dns", "podman", "single-point-of-failure"],
  alone: "its second procedure asserts how many milliseconds a lookup takes",
  notWith: noAgentWith,
  rig: dnsRig({ setup: [noDelegation], samples: allNames }),

  steady: [...checklist, ...publicResolversAnswer()],

  fault: [
    step("Lose the container of MCNS", {
      why: "After the change of the UID it was one of the containers that podman no longer knew.",
      run: mcp.sh`podman rm --force --time 2 mcns`,
      verify: fails(mcns.isHealthy(), "MCNS is gone"),
    }),
    step("Let the machines forget what they know", {
      why: "Names that were asked for in the last five minutes still resolve. After that nothing does; the drill does not wait.",
      run: forgetNames(vade, svc),
      verify: fails(onVade.external(), "vade finds no name of the world"),
    }),
  ],
  breaks: [mcns.runs(), mcns.hasTheRecord(), mcns.answersTheWorld(), ...allNames],
  symptoms: [
    dns(vade)
      .asks(INTERNAL, "A", { server: rift.on("lan") })
      .isUnreachable(),
    check("the resolver says that nobody answers", vade.root.sh`resolvectl query ${EXTERNAL}`.exits(1)),
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
      how: "The container is gone; there it is started again and again, and says why it ends.",
      unless: /run migration .* failed/,
    },
  ],
  preconditions: [podman(mcp).answers()],

  procedures: {
    "start-again": procedure({
      title: "Start MCNS again",
      summary:
        "Brings every name back, and leaves the platform as fragile as it was. A machine that was waiting for an answer when MCNS came back may need 5 s more; `systemctl restart systemd-resolved` there ends the wait.",
      steps: [startMcns("Every name waits for it. Nothing but the image and the definition is needed.")],
    }),
    "start-and-fall-back": procedure({
      title: "Start MCNS again, and give the machines other resolvers beside it",
      summary:
        "When MCNS dies the next time, the world's names stay, and only the platform's own fail. The price: for a public resolver the platform's names do not exist (NXDOMAIN), which is an answer, so systemd-resolved stays with it. **When MCNS is back after that, restart systemd-resolved on every machine**, or the platform's names stay away; neither `resolvectl flush-caches` nor `reset-server-features` is enough.",
      steps: [
        startMcns("Every name waits for it. Nothing but the image and the definition is needed."),
        withFallback(vade, "lan"),
        withFallback(svc, "tailnet"),
      ],
      endurance: [
        step("Kill MCNS again", {
          why: "To see what the other resolvers are good for: the world's names stay, the platform's own fail.",
          run: [mcp.sh`podman stop --time 2 mcns`, ...forgetNames(vade, svc)],
          verify: [
            fails(mcns.isHealthy(), "MCNS does not run"),
            onVade.external(),
            onSvc.external(),
            fails(onVade.internal(), "vade finds no name of the platform"),
            fails(onSvc.internal(), "nor does svc"),
          ],
        }),
        step("Time a lookup while MCNS is closed", {
          why: "A resolver that is restarted begins with MCNS. A closed port says so at once: the next server is asked without waiting.",
          run: [
            vade.root.sh`systemctl restart systemd-resolved`,
            timed(EXTERNAL).prints(milliseconds.under1000),
          ],
          verify: onVade.external(),
        }),
        step("Time a lookup while the host of MCNS is silent", {
          why: "A host that is gone says nothing. The first lookup after that pays for the silence; then the resolver has changed over.",
          run: [
            vade.root.sh`systemctl restart systemd-resolved`,
            rift.cut("lan"),
            timed(EXTERNAL).prints(milliseconds.over5000),
            timed(EXTERNAL).prints(milliseconds.under1000),
          ],
          verify: onVade.external(),
        }),
        step("Start MCNS again, and no more", {
          why: "It answers whoever asks it. The machines go on asking the public resolver that they changed over to, for which the platform's names do not exist; that its caches are flushed, and what it knows of its servers, changes nothing.",
          run: [
            rift.heal("lan"),
            mcp.sh`podman start mcns`,
            ...forgetNames(vade),
            vade.root.sh`resolvectl reset-server-features`,
          ],
          verify: [
            mcns.isHealthy(),
            mcns.answersItself(),
            fails(onVade.internal(), "vade still finds no name of the platform"),
          ],
        }),
        step("Have the machines ask MCNS again", {
          why: "A resolver that is restarted begins with the first server of its list, and that is MCNS.",
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
  never: [
    "Do not repair a machine's resolver through names that only it serves.",
    "Do not put names that only MCNS knows into what you need to repair MCNS.",
  ],
});
