import {
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
  systemd,
  type Text,
} from "drillbook";
import {
  agentAnswers,
  agentIsReached,
  dnsRig,
  EXTERNAL,
  forgetNames,
  internet,
  mcns,
  namesOn,
  PUBLIC_RESOLVERS,
  publicResolversAnswer,
  RESOLVER_FILE,
  resolverConfig,
  rift,
  TAILNET_FILE,
  tailnetConfig,
  tailnetName,
  vade,
} from "#twin/metacircular/dns/index.ts";
import { agentStartsNot, deployDirect, mcp, tailnetUp } from "#twin/metacircular/index.ts";
import { noAgentWith } from "#twin/metacircular/whole-platform.ts";
import { dnsDay, incident } from "./claims/index.ts";

const names = namesOn(vade);
const tailnetIsOn = check(
  "vade reaches rift over the tailnet",
  vade.root.sh`ping -c 1 -W 2 ${rift.on("tailnet")}`,
);
const routesOnlyOurs = check(
  "the tailnet is asked for the platform's names alone",
  vade.root
    .sh`resolvectl domain | grep '^Link .*: .*~mcp[.]metacircular[.]net' | grep --invert-match --extended-regexp '~[.]( |$)'`,
);
/** The tailnet's resolver knows the tailnet's own names, and asks no other server for them. */
const tailnetNameResolves = drillOnly(
  dns(vade)
    .asks(tailnetName("rift"), "A", { as: "rift has a name of the tailnet's own (*.ts.net)", within: "3s" })
    .answers(rift.on("tailnet")),
);
const isToldOnlyOurs = check(
  "the tailnet is told to take the platform's names alone",
  vade.root
    .sh`grep --line-regexp --fixed-strings ${'domains = ["~mcp.metacircular.net"]'} ${TAILNET_FILE}`.typedAs(
    // Also while the tailnet is off. Source: tailscale's type Prefs, CorpDNS, which --accept-dns sets.
    "tailscale debug prefs | grep '\"CorpDNS\": true'",
  ),
);
const checklist = [
  tailnetIsOn,
  tailnetNameResolves,
  agentAnswers(),
  names.internal(),
  names.external(),
  mcns.answersItself(),
];

/** A resolver of the internet as the server of vade's link to it; a link is asked only over itself. */
const giveLinkItsResolver = (network: (typeof PUBLIC_RESOLVERS)[keyof typeof PUBLIC_RESOLVERS]) =>
  vade.root
    .sh`link=$(ip -4 -oneline address show to ${vade.on(network)} | awk '{ print $2 }') && resolvectl dns "$link" ${internet.on(network)} && resolvectl default-route "$link" yes`;

const turnTheTailnetOn = (...also: readonly Check[]) =>
  step("Turn the tailnet on again", {
    why: "The agent listens on the tailnet address only: without the tailnet, rift cannot be repaired from here. If the tailnet is still on, skip this step.",
    run: vade.heal("tailnet", tailnetUp),
    verify: [tailnetIsOn, agentIsReached("tailnet"), ...also],
    otherwise:
      "`tailscale status --self` says what is missing; after a logout it prints the address where a person logs in.",
  });

const recover = step("Have the agent start MCNS", {
  why: "The service's definition has every parameter of the container that is gone.",
  run: vade.operator.sh`mcp agent recover --node rift`.typedAs(deployDirect(["mcns"])),
  verify: [mcns.isHealthy(), agentAnswers(), names.internal()],
  within: "60s",
  otherwise: `${agentStartsNot} Where it cannot pull the image, because the registry's name does not resolve, start MCNS without the agent: dns-spof.md has the command in its step 1.`,
});

const RESOLVECTL_SAYS =
  /^google\.com: resolve call failed: Could not resolve 'google\.com', server or network returned error: SERVFAIL$/m;
const MCP_PS_SAYS = /^rift +mcns +mcns +1 +missing +-$/m;

/** Fingerprints of the time before the tailnet was turned off. The page shows them as `whatAPrints`. */
const stateB = [
  tailnetIsOn,
  tailnetNameResolves,
  agentIsReached("tailnet"),
  check("no public name resolves", vade.root.sh`resolvectl query ${EXTERNAL}`.exits(1, RESOLVECTL_SAYS)),
  check("mcp ps reaches rift, and misses mcns", vade.operator.sh`mcp ps`.exits(1, MCP_PS_SAYS)),
];

const whatAPrints: Text = [
  `Turn nothing off: carry out the steps of the recovery, without the one that turns the tailnet on.

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
  `\` succeeds, and the public resolvers answer when asked by address. Each drill checks this for four seconds before it turns the tailnet off. It writes no page if one of these results differs.`,
];

/** Fingerprints of the time after it. */
const stateA = (seen: Check): Check => ({ ...seen, title: `A, the tailnet is off: ${seen.title}` });
const noOwnName = stateA(fails(names.internal(), "no name of the platform resolves"));

export default scenario({
  id: "magicdns-amplification",
  title: "The tailnet's resolver sent every question to a dead server",
  source: "Metacircular post-mortem of 2026-04-03, step 5",
  summary:
    "The tailnet of the workstation routes all names through its own resolver, which forwards them to MCNS. MCNS died, and the workstation could not resolve public names either, although its links have two public resolvers. systemd-resolved's global servers are MCNS's addresses, too, for the platform's names alone. The tailnet's own names (`*.ts.net`) still resolve: the tailnet's resolver answers them itself. Turning the tailnet off brought public names back, but cut the only access to the agent that could have started MCNS. Two states are possible. **A**: the tailnet was turned off already, and the symptoms below apply. **B**: the tailnet is on and no name resolves (see “State B” below). The same steps recover from both.",
  tags: ["dns", "tailnet", "split-dns"],
  notWith: noAgentWith,
  rig: dnsRig({
    setup: [
      step("Give vade's links the public resolvers, and the tailnet's for everything", {
        why: "This was the configuration: systemd-resolved's global servers were MCNS's addresses, and the tailnet forwarded all names to MCNS.",
        run: [
          vade.put(RESOLVER_FILE, {
            content: resolverConfig([rift.on("lan"), " ", rift.on("tailnet")], ["~mcp.metacircular.net"]),
          }),
          vade.root.sh`systemctl restart systemd-resolved`,
          ...Object.values(PUBLIC_RESOLVERS).map(giveLinkItsResolver),
          vade.root.sh`systemctl enable --quiet --now tailnetd`,
        ],
        verify: [
          systemd(vade).unitIsActive("tailnetd"),
          check(
            "the tailnet is asked for every name",
            vade.root.sh`resolvectl domain`.prints(/^Link .*~\.(?: |$)/m),
          ),
          check(
            "the global servers are MCNS's addresses",
            vade.root.sh`resolvectl dns`.prints(/^Global: \S+ \S+$/m),
          ),
        ],
      }),
    ],
    samples: [names.internal(), names.external(), agentIsReached("tailnet")],
  }),

  steady: [...checklist, ...publicResolversAnswer()],

  fault: [
    step("Lose the container of MCNS", {
      why: "It was one of the containers that podman no longer knew after the UID changed.",
      run: [mcp.sh`podman rm --force --time 2 mcns`, ...forgetNames(vade)],
      verify: fails(mcns.isHealthy(), "MCNS is gone"),
    }),
    step("Wait some seconds while no name resolves", {
      why: "State B: the tailnet is on, and no name resolves. The drill asks for one each second, and gets no answer.",
      run: vade.root.sh`for second in 1 2 3 4; do getent ahostsv4 ${EXTERNAL} && exit 1; sleep 1; done; true`,
      verify: [...stateB, ...publicResolversAnswer()],
    }),
    step("Turn the tailnet off on the workstation", {
      why: "It brings public names back at once, because the tailnet no longer claims all names. It also cuts the access to the agent.",
      run: vade.cut("tailnet", { address: "goes" }),
      verify: [
        fails(tailnetIsOn, "rift is not reached over the tailnet"),
        fails(tailnetNameResolves, "with the tailnet went its own names"),
        names.external(),
        fails(agentAnswers(), "the agent is out of reach"),
      ],
    }),
  ],
  breaks: [tailnetIsOn, agentAnswers(), names.internal(), mcns.answersItself()],
  symptoms: [
    stateA(check("mcp ps shows an error for rift", vade.operator.sh`mcp ps`.exits(1, /^rift .*error/m))),
    stateA(fails(tailnetIsOn, "rift is not reached over the tailnet")),
    stateA(names.external()),
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
        "Keeps both: public names, which no longer go through MCNS, and access to the agent. If MCNS dies again, only the platform's own names fail.",
      steps: [
        step("Let the tailnet resolve the platform's names, and no others", {
          why: "Do it before you turn the tailnet on again; otherwise public names fail again. systemd-resolved asks the link with the longest matching domain. For public names no domain matches, so the public resolvers of the links are asked.",
          onThePlatform:
            "In Tailscale's admin console, DNS: restrict the nameserver MCNS to `mcp.metacircular.net` (split DNS), and switch “Override local DNS” off. Where the command below cannot connect to tailscaled, start that first: `systemctl start tailscaled`. In state B the console's name does not resolve either. Run `tailscale set --accept-dns=false` on vade first, and `--accept-dns=true` afterwards; the tailnet stays on through both.",
          run: [
            vade.put(TAILNET_FILE, { content: tailnetConfig(["~mcp.metacircular.net"]), typedAs: "" }),
            vade.root.sh`systemctl restart tailnetd`.typedAs("tailscale set --accept-dns=true"),
          ],
          verify: [isToldOnlyOurs, names.external()],
        }),
        turnTheTailnetOn(routesOnlyOurs, names.external()),
        recover,
      ],
      endurance: [
        step("Kill MCNS again", {
          why: "Now only the platform's names fail, public names resolve, and the agent can still be reached.",
          run: [mcp.sh`podman stop --time 2 mcns`, ...forgetNames(vade)],
          verify: [
            fails(mcns.isHealthy(), "MCNS does not run"),
            names.external(),
            fails(names.internal(), "no name of the platform resolves"),
            tailnetIsOn,
          ],
        }),
        step("Have the agent start MCNS once more", {
          why: "It works over the tailnet, which did not have to be turned off.",
          run: vade.operator.sh`mcp agent recover --node rift`.typedAs(deployDirect(["mcns"])),
          verify: [mcns.isHealthy(), names.internal()],
          within: "60s",
        }),
      ],
      interactive: "change the DNS settings in Tailscale's admin console",
    }),
    "tailnet-on": procedure({
      title: "Tailnet on, then MCNS",
      summary:
        "What was done that night. While MCNS is down the workstation can resolve no name, and the next failure has the same effect.",
      steps: [turnTheTailnetOn(), recover],
      lasts: "until MCNS fails the next time",
    }),
  },

  reference: [{ title: "State B: the tailnet is on, and no name resolves", text: whatAPrints }],
  checklist,
  claims: [
    reproduces("the tailnet is asked for every name", dnsDay(153)),
    refutes(
      "Turn the tailnet off on the workstation",
      incident(21),
      "The global servers are MCNS's addresses before and after it, and MCNS is dead. Public names fail while the tailnet's link takes all names, and resolve without it.",
    ),
    reproduces(agentIsReached("tailnet"), incident(22)),
    reproduces(stateA(names.external()), incident(25)),
    reproduces("A, the tailnet is off: mcp ps shows an error for rift", incident(26)),
    reproduces("Turn the tailnet on again", incident(27)),
    reproduces("no public name resolves", incident(61)),
    refutes(
      "split-names",
      incident(62),
      "The workstation has two public resolvers, and finds no name: the tailnet's link is asked for all names. The tailnet's resolver for the platform's names alone is the fix.",
    ),
  ],
  never: [
    "Do not turn the tailnet off to get names back: change which names it resolves.",
    "Do not route all names through one server that only the tailnet reaches.",
  ],
});
