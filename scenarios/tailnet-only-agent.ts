import { check, fails, procedure, scenario, step, systemd } from "#harness";
import { agentAnswers, dnsRig, mcns, rift, vade } from "#twin/metacircular/dns/index.ts";

const agentFile = "/etc/metacircular/mcp-agent.toml";
const toolFile = "/etc/metacircular/mcp.toml";

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
    "The agent listens on one address, that of the tailnet, and the operator's tool knows one address of it. When the tailnet is down, a machine that stands on the same LAN cannot be managed.",
  tags: ["tailnet", "agent", "addresses"],
  rig: dnsRig({ samples: [mcns.answersItself()] }),

  steady: [...checklist, listensOn("tailnet")],

  fault: [
    step("Lose the tailnet on rift", {
      why: "Its daemon died, or its key expired: the address is gone, the LAN is not.",
      run: rift.cut("tailnet"),
      verify: fails(agentAnswers(), "the agent is out of reach"),
    }),
  ],
  breaks: [agentAnswers()],
  symptoms: [
    check("mcp ps shows an error for rift", vade.root.sh`mcp ps`.exits(1, /^rift .*error/m)),
    lanIsUp,
    mcns.answersItself(),
    fails(listensOn("lan"), "the agent does not listen on the LAN"),
  ],
  tellsApart: [
    {
      from: "magicdns-amplification",
      how: "MCNS answers, so names are found; there the DNS server is dead.",
      ask: mcns.answersItself(),
    },
    { from: "cascade", how: "The machine answers on its LAN address, and its containers run.", ask: lanIsUp },
  ],
  preconditions: [lanIsUp, systemd(rift).unitIsActive("mcp-agent")],

  procedures: {
    "two-addresses": procedure({
      title: "Give the agent its LAN address, too",
      summary: "Done on rift itself, over the LAN. It needs no tailnet, now and the next time.",
      steps: [
        step("Make the agent's certificate good for the LAN address", {
          why: "The operator's tool connects by address, and refuses a certificate that does not name it.",
          run: rift.root
            .sh`/usr/local/lib/metacircular/make-certificates.sh mcp /srv/mcp/mcp-agent:mcp-agent.svc.mcp.metacircular.net,rift.mcp.metacircular.net,${rift.on("tailnet")},${rift.on("lan")}`,
          verify: check(
            "the certificate names the LAN address",
            rift.root
              .sh`openssl x509 -in /srv/mcp/mcp-agent/certs/mcp-agent.pem -noout -checkip ${rift.on("lan")}`.prints(
              /does match certificate/,
            ),
          ),
        }),
        step("Have the agent listen on the LAN, too", {
          why: "The address of the tailnet stays the first; the service goes on as it is.",
          run: [
            rift.root
              .sh`sed --in-place 's/^\[database\]/also_listen = ["${rift.on("lan")}:9444"]\n\n[database]/' ${agentFile}`,
            rift.root.sh`systemctl restart mcp-agent`,
          ],
          verify: listensOn("lan"),
        }),
        step("Tell the operator's tool both addresses", {
          why: "It tries one after the other.",
          run: vade.root
            .sh`sed --in-place 's/^addresses = .*/addresses = ["${rift.on("tailnet")}:9444", "${rift.on("lan")}:9444"]/' ${toolFile}`,
          verify: agentAnswers(),
        }),
      ],
      endurance: [
        step("Bring the tailnet back", {
          why: "With both ways open nothing may be worse than before.",
          run: [rift.heal("tailnet")],
          verify: [agentAnswers(), listensOn("tailnet")],
        }),
      ],
    }),
    "tailnet-back": procedure({
      title: "Bring the tailnet back",
      summary: "Where it can be brought back from rift's console. The next time it is the same again.",
      steps: [
        step("Bring the tailnet back on rift", {
          why: "The agent still listens on the address, which only has to exist again.",
          run: rift.heal("tailnet"),
          verify: agentAnswers(),
        }),
      ],
    }),
  },

  checklist,
  never: [
    "Do not have a machine's only way in depend on something that the machine itself may have to repair.",
  ],
});
