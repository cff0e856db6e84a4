import { check, fails, procedure, reproduces, scenario, step, systemd } from "drillbook";
import { agentAnswers, agentIsReached, dnsRig, mcns, rift, vade } from "#twin/metacircular/dns/index.ts";
import { profile, tailnetUp } from "#twin/metacircular/index.ts";
import { noAgentWith } from "#twin/metacircular/whole-platform.ts";
import { incident } from "./claims/index.ts";

const agentFile = profile.word("agentConfig");
const toolFile = profile.word("toolConfig");

const lanIsUp = check("vade reaches rift over the LAN", vade.root.sh`ping -c 1 -W 2 ${rift.on("lan")}`);
const listensOn = (network: "lan" | "tailnet") =>
  check(
    `the agent listens on the ${network === "lan" ? "LAN" : "tailnet"} address`,
    rift.root.sh`ss --listening --tcp --numeric --no-header src ${rift.on(network)} | grep ${":9444"}`,
  );
const checklist = [lanIsUp, agentAnswers(), mcns.answersItself(), systemd(rift).unitIsActive("mcp-agent")];

export default scenario({
  id: "tailnet-only-agent",
  title: "The tailnet is down, and the agent cannot be reached over the LAN",
  source: 'Metacircular post-mortem of 2026-04-03, "multi-address nodes"',
  summary:
    "The agent listens on one address, that of the tailnet, and the operator's tool knows only that address. When the tailnet is down, a machine cannot be managed, even from its own LAN.",
  tags: ["tailnet", "agent", "addresses"],
  // The first procedure makes the agent reachable over the LAN for the first time.
  notWith: noAgentWith,
  rig: dnsRig({ samples: [agentIsReached("tailnet"), mcns.answersItself()] }),

  steady: [...checklist, agentIsReached("tailnet"), listensOn("tailnet")],

  fault: [
    step("Lose the tailnet on rift", {
      why: "Its daemon died, or its key expired: the address is gone, the LAN still works.",
      run: rift.cut("tailnet", { address: "goes" }),
      verify: fails(agentAnswers(), "the agent is out of reach"),
    }),
  ],
  breaks: [agentAnswers()],
  symptoms: [
    check("the operator's tool shows an error for rift", vade.operator.sh`mcp ps`.exits(1, /^rift .*error/m)),
    lanIsUp,
    mcns.answersItself(),
    fails(listensOn("lan"), "the agent does not listen on the LAN"),
  ],
  tellsApart: [
    {
      from: "magicdns-amplification",
      how: "MCNS answers, so names resolve; there the DNS server is dead.",
      ask: mcns.answersItself(),
    },
    { from: "cascade", how: "The machine answers on its LAN address, and its containers run.", ask: lanIsUp },
  ],
  preconditions: [lanIsUp, systemd(rift).unitIsActive("mcp-agent")],

  procedures: {
    "two-addresses": procedure({
      title: "Give the agent its LAN address, too",
      summary:
        "It is done on rift itself, over the LAN. It needs no tailnet, now or at the next failure. But while the tailnet is down, each call of `mcp` waits 3 s for the first address before it tries the second.",
      steps: [
        step("Make the agent's certificate good for the LAN address", {
          why: "The operator's tool connects by address, and refuses a certificate that does not name it.",
          onThePlatform:
            "Have Metacrypt, or the holder of the authority's key, issue the agent's certificate anew, with the LAN address among its names. Put it where the agent's configuration names it. The script is the drill's.",
          run: rift.root
            .sh`/usr/local/lib/metacircular/make-certificates.sh mcp /srv/mcp/mcp-agent:mcp-agent.svc.mcp.metacircular.net,rift.mcp.metacircular.net,${rift.on("tailnet")},${rift.on("lan")}`.typedAs(
            "",
          ),
          verify: check(
            "the certificate names the LAN address",
            rift.root
              .sh`openssl x509 -in ${profile.word("agentCertificate")} -noout -checkip ${rift.on("lan")}`.prints(
              /does match certificate/,
            ),
          ),
        }),
        step("Have the agent listen on the LAN, too", {
          why: "The address of the tailnet stays the first, and the service continues to use it.",
          onThePlatform:
            "The option for a second address is one of the drill's agent. The post-mortem lists agents with several addresses as an open item. See which options your version of the agent has; if it accepts only one address, use the other procedure.",
          run: [
            rift.root
              .sh`grep --quiet ${"^also_listen"} ${agentFile} || sed --in-place 's/^\[database\]/also_listen = ["${rift.on("lan")}:9444"]\n\n[database]/' ${agentFile}`.typedAs(
              "",
            ),
            rift.root.sh`systemctl restart mcp-agent`,
          ],
          verify: listensOn("lan"),
          otherwise: {
            look: "`journalctl --unit mcp-agent --lines 20` says what of its configuration the agent refuses: take the line out again, and restart it.",
            take: "tailnet-back",
          },
        }),
        step("Tell the operator's tool both addresses", {
          why: "It tries one after the other. The tailnet's address stays the first, so every call takes 3 s longer while the tailnet is down. Put the LAN's address first if that is too slow.",
          run: vade.operator
            .sh`sed --in-place '/^name = "rift"$/,/^$/s/^addresses = .*/addresses = ["${rift.on("tailnet")}:9444", "${rift.on("lan")}:9444"]/' ${toolFile}`,
          verify: agentAnswers(),
          within: "15s",
        }),
      ],
      endurance: [
        step("Bring the tailnet back", {
          why: "With both addresses everything must work as before.",
          run: rift.heal("tailnet"),
          verify: [agentAnswers(), listensOn("tailnet")],
        }),
      ],
      needs: "an agent that listens on two addresses",
    }),
    "tailnet-back": procedure({
      title: "Bring the tailnet back",
      summary:
        "It is done on rift itself, over the LAN or at its console. The next failure has the same effect.",
      steps: [
        step("Bring the tailnet back on rift", {
          why: "The agent still listens on the address, which only has to exist again.",
          run: rift.heal("tailnet", tailnetUp),
          verify: agentAnswers(),
          otherwise:
            "`journalctl --unit tailscaled --since -5min` on rift says why the daemon does not connect.",
        }),
      ],
      lasts: "until the tailnet fails the next time",
    }),
  },

  checklist,
  claims: [reproduces("two-addresses", incident(64))],
  never: [
    "Do not let the only access to a machine depend on a service that you may have to repair on that machine.",
  ],
});
