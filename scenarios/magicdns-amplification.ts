import { type Check, check, fails, podman, procedure, scenario, step, systemd, type Text } from "drillbook";
import {
  agentAnswers,
  agentIsReached,
  dnsRig,
  EXTERNAL,
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
import { mcp, tailnetUp } from "#twin/metacircular/index.ts";
import { noAgentWith } from "#twin/metacircular/whole-platform.ts";

const names = namesOn(vade);
const tailnetIsOn = check(
  "vade reaches rift over the tailnet",
  vade.root.sh`ping -c 1 -W 2 ${rift.on("tailnet")}`,
);
const routesOnlyOurs = check(
  "the tailnet is asked for the platform's names alone",
  vade.root.sh`resolvectl domain`.prints(/^Link .*: ~mcp\.metacircular\.net$/m),
);
const isToldOnlyOurs = check(
  "the tailnet is told to take the platform's names alone",
  vade.root.sh`grep --line-regexp --fixed-strings ${'domains = ["~mcp.metacircular.net"]'} ${TAILNET_FILE}`,
);
const checklist = [tailnetIsOn, agentAnswers(), names.internal(), names.external(), mcns.answersItself()];

const turnTheTailnetOn = (...also: readonly Check[]) =>
  step("Turn the tailnet on again", {
    why: "The agent listens on the tailnet address only: without the tailnet nobody can help rift from here. Where it is still on, leave this step out.",
    run: vade.heal("tailnet", tailnetUp),
    verify: [tailnetIsOn, agentIsReached("tailnet"), ...also],
  });

const recover = step("Have the agent start MCNS", {
  why: "The agent's registry knows every parameter of the container that is gone.",
  run: vade.root.sh`mcp agent recover --node rift`,
  verify: [mcns.isHealthy(), agentAnswers(), names.internal()],
  within: "60s",
});

const RESOLVECTL_SAYS =
  /^google\.com: resolve call failed: Could not resolve 'google\.com', server or network returned error: SERVFAIL$/m;
const MCP_PS_SAYS = /^rift +mcns +mcns +1 +missing +-$/m;

/** Fingerprints of the time before the tailnet was turned off. The page shows them as `whatAPrints`. */
const stateA = [
  tailnetIsOn,
  agentIsReached("tailnet"),
  check(
    "no name of the world resolves",
    vade.root.sh`resolvectl query ${EXTERNAL}`.exits(1, RESOLVECTL_SAYS),
  ),
  check("mcp ps reaches rift, and misses mcns", vade.root.sh`mcp ps`.exits(1, MCP_PS_SAYS)),
];

const whatAPrints: Text = [
  `Turn nothing off: go on with the steps below, and leave out the one that turns the tailnet on.

As **root** on **vade**, \`resolvectl query ${EXTERNAL}\` exits 1 and prints

\`\`\`text
google.com: resolve call failed: Could not resolve 'google.com', server or network returned error: SERVFAIL
\`\`\`

\`mcp ps\` reaches the agent, exits 1 and prints

\`\`\`text
NODE  SERVICE  CONTAINER  STAGE  STATE    HEALTH
rift  mcns     mcns       1      missing  -
\`\`\`

\`ping -c 1 -W 2 `,
  rift.on("tailnet"),
  `\` succeeds, and the public resolvers answer whoever asks them by address. Each drill sees this for four seconds before it turns the tailnet off, and writes no page when one of it is otherwise.`,
];

/** Fingerprints of the time after it. */
const stateB = (seen: Check): Check => ({ ...seen, title: `B, the tailnet is off: ${seen.title}` });
const noOwnName = stateB(fails(names.internal(), "no name of the platform resolves"));

export default scenario({
  id: "magicdns-amplification",
  title: "The tailnet's resolver sent every question to a dead server",
  source: "Metacircular post-mortem of 2026-04-03, step 5",
  summary:
    "The tailnet of the workstation routes all names through its own resolver, which hands them to MCNS. MCNS died, and the workstation found no name of the world either, although it has two public resolvers. Turning the tailnet off brought those names back, and cut the only way to the agent that could have started MCNS. You may be in one of two states: **A**, the tailnet is on and no name resolves (see “State A” below); **B**, somebody has turned it off already, and the questions that come now are answered as they say. The same steps lead out of both.",
  tags: ["dns", "tailnet", "split-dns"],
  notWith: noAgentWith,
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
    samples: [names.internal(), names.external(), agentIsReached("tailnet")],
  }),

  steady: [...checklist, ...publicResolversAnswer()],

  fault: [
    step("Lose the container of MCNS", {
      why: "After the change of the UID it was one of the containers that podman no longer knew.",
      run: [mcp.sh`podman rm --force --time 2 mcns`, ...forgetNames(vade)],
      verify: fails(mcns.isHealthy(), "MCNS is gone"),
    }),
    step("Wonder for some seconds why nothing resolves", {
      why: "State A: the tailnet is on, and every name is dead. Each second one is asked for, and none comes.",
      run: vade.root.sh`for second in 1 2 3 4; do getent ahostsv4 ${EXTERNAL} && exit 1; sleep 1; done; true`,
      verify: [...stateA, ...publicResolversAnswer()],
    }),
    step("Turn the tailnet off on the workstation", {
      why: "It brings the world's names back at once: with the tailnet goes its claim on all names. With it goes the way to the agent.",
      run: vade.cut("tailnet", { address: "goes" }),
      verify: [
        fails(tailnetIsOn, "rift is not reached over the tailnet"),
        names.external(),
        fails(agentAnswers(), "the agent is out of reach"),
      ],
    }),
  ],
  breaks: [tailnetIsOn, agentAnswers(), names.internal(), mcns.answersItself()],
  symptoms: [
    stateB(check("mcp ps shows an error for rift", vade.root.sh`mcp ps`.exits(1, /^rift .*error/m))),
    stateB(fails(tailnetIsOn, "rift is not reached over the tailnet")),
    stateB(names.external()),
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
      title: "The tailnet's resolver for the platform's names alone, tailnet on, then MCNS",
      summary:
        "Keeps both: the world's names, which no longer go through MCNS, and the way to the agent. The next death of MCNS costs the platform's own names only.",
      steps: [
        step("Let the tailnet resolve the platform's names, and no others", {
          why: "Before it is turned on again, or the world's names go with it once more. systemd-resolved asks the link with the longest domain that fits; for the world's names that is none, so the public resolvers are asked.",
          onThePlatform:
            "In Tailscale's admin console, DNS: restrict the nameserver MCNS to `mcp.metacircular.net` (split DNS), and switch “Override local DNS” off. In state A the console's name does not resolve either: `tailscale set --accept-dns=false` on vade first, and `--accept-dns=true` when it is done; the tailnet stays on through both.",
          run: [
            vade.put(TAILNET_FILE, { content: tailnetConfig(["~mcp.metacircular.net"]) }),
            vade.root.sh`systemctl restart tailnetd`,
          ],
          verify: [isToldOnlyOurs, names.external()],
        }),
        turnTheTailnetOn(routesOnlyOurs, names.external()),
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
      steps: [turnTheTailnetOn(), recover],
    }),
  },

  reference: [{ title: "State A: the tailnet is on, and no name resolves", text: whatAPrints }],
  checklist,
  never: [
    "Do not turn the tailnet off to get names back: change what it resolves.",
    "Do not route all names through a server that only the tailnet reaches.",
  ],
});
