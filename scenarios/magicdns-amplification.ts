import { check, fails, podman, procedure, scenario, step, systemd } from "#harness";
import {
  agentAnswers,
  dnsRig,
  forgetNames,
  mcns,
  namesOn,
  publicResolvers,
  publicResolversAnswer,
  RESOLVER_FILE,
  resolverConfig,
  rift,
  TAILNET_FILE,
  tailnetConfig,
  vade,
} from "#twin/metacircular/dns/index.ts";
import { mcp } from "#twin/metacircular/index.ts";

const names = namesOn(vade);
const tailnetIsOn = check(
  "vade reaches rift over the tailnet",
  vade.root.sh`ping -c 1 -W 2 ${rift.on("tailnet")}`,
);
const routesOnlyOurs = check(
  "the tailnet is asked for the platform's names alone",
  vade.root.sh`resolvectl domain`.prints(/^Link .*: ~mcp\.metacircular\.net$/m),
);
const checklist = [tailnetIsOn, agentAnswers(), names.internal(), names.external(), mcns.answersItself()];

const turnTheTailnetOn = step("Turn the tailnet on again", {
  why: "The agent listens on the tailnet address only: without the tailnet nobody can help rift from here.",
  run: vade.heal("tailnet"),
  verify: tailnetIsOn,
});

const recover = step("Have the agent start MCNS", {
  why: "The agent's registry knows every parameter of the container that is gone.",
  run: vade.root.sh`mcp agent recover --node rift`,
  verify: [mcns.isHealthy(), agentAnswers(), names.internal()],
  within: "60s",
});

const noOwnName = fails(names.internal(), "no name of the platform resolves");

export default scenario({
  id: "magicdns-amplification",
  title: "The tailnet's resolver sent every question to a dead server",
  source: "Metacircular post-mortem of 2026-04-03, step 5",
  summary:
    "The tailnet of the workstation routes all names through its own resolver, which hands them to MCNS. MCNS died, and the workstation found no name of the world either, although it has two public resolvers. Turning the tailnet off brought those names back, and cut the only way to the agent that could have started MCNS.",
  tags: ["dns", "tailnet", "split-dns"],
  rig: dnsRig({
    setup: [
      step("Give vade the public resolvers, and the tailnet's for everything", {
        why: "So it was: the tailnet's administration had MCNS as the resolver of all names.",
        run: [
          vade.put(RESOLVER_FILE, { content: resolverConfig(publicResolvers) }),
          vade.root.sh`systemctl restart systemd-resolved`,
          vade.root.sh`systemctl enable --quiet --now tailnetd`,
        ],
        verify: [
          systemd(vade).unitIsActive("tailnetd"),
          check(
            "the tailnet is asked for every name",
            vade.root.sh`resolvectl domain`.prints(/^Link .*: ~\.$/m),
          ),
        ],
      }),
    ],
    samples: [names.internal(), names.external()],
  }),

  steady: [...checklist, ...publicResolversAnswer()],

  fault: [
    step("Lose the container of MCNS", {
      why: "After the change of the UID it was one of the containers that podman no longer knew.",
      run: [mcp.sh`podman rm --force --time 2 mcns`, ...forgetNames(vade)],
      verify: [
        fails(mcns.isHealthy(), "MCNS is gone"),
        fails(names.external(), "vade finds no name of the world"),
        ...publicResolversAnswer(),
      ],
    }),
    step("Turn the tailnet off on the workstation", {
      why: "It brings the world's names back at once: with the tailnet goes its claim on all names. With it goes the way to the agent.",
      run: vade.cut("tailnet"),
      verify: [
        fails(tailnetIsOn, "rift is not reached over the tailnet"),
        names.external(),
        fails(agentAnswers(), "the agent is out of reach"),
      ],
    }),
  ],
  breaks: [tailnetIsOn, agentAnswers(), names.internal(), mcns.answersItself()],
  symptoms: [
    check("mcp ps shows an error for rift", vade.root.sh`mcp ps`.exits(1, /^rift .*error/m)),
    names.external(),
    noOwnName,
    ...publicResolversAnswer(),
  ],
  tellsApart: [
    {
      from: "tailnet-only-agent",
      how: "The DNS server is dead; there it answers, and only the tailnet is down.",
      ask: noOwnName,
    },
  ],
  preconditions: [podman(mcp).answers()],

  procedures: {
    "split-names": procedure({
      title: "Tailnet on, its resolver for the platform's names alone, then MCNS",
      summary:
        "Keeps both: the world's names, which no longer go through MCNS, and the way to the agent. The next death of MCNS costs the platform's own names only.",
      steps: [
        turnTheTailnetOn,
        step("Let the tailnet resolve the platform's names, and no others", {
          why: "systemd-resolved asks the link with the longest domain that fits. For the world's names that is none, so the public resolvers are asked.",
          run: [
            vade.put(TAILNET_FILE, { content: tailnetConfig(["~mcp.metacircular.net"]) }),
            vade.root.sh`systemctl restart tailnetd`,
          ],
          verify: [routesOnlyOurs, names.external()],
        }),
        recover,
      ],
      endurance: [
        step("Kill MCNS again", {
          why: "Now only the platform's names fail, the world's stay, and the agent is still there to help.",
          run: [mcp.sh`podman stop --time 2 mcns`, ...forgetNames(vade)],
          verify: [
            fails(mcns.isHealthy(), "MCNS does not run"),
            names.external(),
            fails(names.internal(), "no name of the platform resolves"),
            tailnetIsOn,
          ],
        }),
        step("Have the agent start MCNS once more", {
          why: "Over the tailnet, which nobody had to turn off.",
          run: vade.root.sh`mcp agent recover --node rift`,
          verify: [mcns.isHealthy(), names.internal()],
          within: "60s",
        }),
      ],
    }),
    "tailnet-on": procedure({
      title: "Tailnet on, then MCNS",
      summary:
        "What was done that night. While MCNS is down the workstation has no names at all, and the next time it is the same again.",
      steps: [turnTheTailnetOn, recover],
    }),
  },

  checklist,
  never: [
    "Do not turn the tailnet off to get names back: change what it resolves.",
    "Do not route all names through a server that only the tailnet reaches.",
  ],
});
