import {
  account,
  check,
  dns,
  drillOnly,
  http,
  loss,
  podman,
  procedure,
  reproduces,
  scenario,
  step,
  systemd,
} from "drillbook";
import {
  agentStartsNot,
  circularRig,
  deployDirect,
  mciasServiceText,
  mcp,
  profile,
  rift,
  service,
  startsNotAgain,
  trusted,
  vade,
} from "#twin/metacircular/index.ts";
import { noAgentWith } from "#twin/metacircular/whole-platform.ts";
import { dnsDay } from "./claims/index.ts";

const caFile = profile.word("caFile");
const registry = profile.word("agentRegistry");
const definitions = profile.word("definitions");
const token = "/root/token";
const queue = service("mcq");
const bearer = { kind: "raw", text: [`"Authorization: Bearer $(cat ${token})"`] } as const;

const mciasAnswers = http(vade).answers(["https://", rift.on("tailnet"), ":8443/v1/health"], 200, {
  as: "MCIAS",
  ...trusted,
});
const namesResolve = dns(vade)
  .asks("mcq.svc.mcp.metacircular.net", "A", { server: rift.on("lan") })
  .answers(rift.on("tailnet"));
const allRun = check("mcp ps: every service runs", vade.operator.sh`mcp ps`);
const agentRuns = systemd(rift).unitIsActive("mcp-agent");
const tokenIsKnown = drillOnly(
  check(
    "a token issued earlier is still valid",
    vade.root
      .sh`curl --fail-with-body --silent --show-error --cacert ${caFile} --header ${bearer} https://${rift.on("tailnet")}:8443/v1/verify`,
  ),
);

const recover = step("Have the agent start the rest", {
  why: "With MCIAS up, a login works, and the agent can verify tokens.",
  run: vade.operator.sh`mcp agent recover --node rift`.typedAs(deployDirect(["mcns", "mcq"])),
  verify: allRun,
  within: "60s",
  otherwise: agentStartsNot,
});

const losePower = {
  // A kernel keeps what it is given to write for up to half a minute; a crash seldom comes within it, as here in the drill.
  run: [rift.root.sh`sync`, rift.powerLoss()],
  verify: [systemd(rift).isUp(), account(mcp).hasSession(), agentRuns],
  within: "60s",
} as const;

export default scenario({
  id: "circular-boot",
  title: "Nothing starts without a login, and the login service is one of the services to start",
  source: 'Metacircular post-mortem "DNS day", other failures on the way',
  summary:
    "MCIAS authenticates operators. It was put under the control plane, which starts a service only for a valid token of MCIAS. While MCIAS ran, this circle had no effect. After a power loss the agent is up and the operator is there, but the agent accepts no command.",
  tags: ["boot-order", "identity", "power-loss"],
  notWith: noAgentWith,
  rig: circularRig({
    samples: [mciasAnswers, namesResolve, queue.isHealthy()],
    mciasAnswers,
    allRun,
    setup: [
      step("Keep a token", {
        why: "Even a valid token is of no use while the agent cannot verify it.",
        run: vade.root
          .sh`umask 077 && curl --fail-with-body --silent --show-error --cacert ${caFile} --json ${JSON.stringify({ name: "admin", password: "drill" })} https://${rift.on("tailnet")}:8443/v1/login | sed 's/.*"token":"\([^"]*\)".*/\1/' > ${token}`,
        verify: tokenIsKnown,
      }),
    ],
  }),

  steady: [mciasAnswers, namesResolve, queue.isHealthy(), allRun, tokenIsKnown],

  fault: [
    step("Cut the power of rift", {
      why: "Podman does not restart containers declared `unless-stopped`; the agent does so only on request.",
      ...losePower,
    }),
  ],
  breaks: [mciasAnswers, namesResolve, queue.isHealthy(), allRun, tokenIsKnown],
  symptoms: [
    podman(mcp).noneRunning(),
    check(
      "the operator's tool gets no token (type it last: with a token it would deploy)",
      vade.operator.sh`mcp agent recover --node rift`
        .typedAs(deployDirect(["mcq"]))
        .exits(1, /^mcp: log in at https:\/\/[0-9.]+:8443: connect [0-9.]+:8443: ECONNREFUSED$/m),
    ),
    drillOnly(
      check(
        "the agent refuses every token that it cannot verify, even a valid one",
        vade.root
          .sh`curl --silent --show-error --cacert ${caFile} --request POST --header ${bearer} https://${rift.on("tailnet")}:9444/v1/recover`.prints(
          /cannot ask MCIAS at https:\/\/[0-9.]+:8443 whose token it is: connect ECONNREFUSED/,
        ),
      ),
    ),
    check(
      "MCIAS is one of the services that the agent should start",
      vade.operator.sh`mcp ps`.exits(1, /mcias/),
    ),
  ],
  preconditions: [account(mcp).hasSession(), podman(mcp).answers(), agentRuns],

  procedures: {
    "by-hand": procedure({
      title: "Start MCIAS by hand, then the rest",
      summary: "The fastest procedure for tonight. The next power loss brings the incident back.",
      steps: [
        step("Start MCIAS on rift itself", {
          why: "Podman needs no token. Only this step bypasses the control plane.",
          run: mcp.sh`podman start mcias`,
          verify: mciasAnswers,
          otherwise: `${startsNotAgain("mcias")} Where step 2 of the other procedure put that definition aside, it is ~/.config/mcp/mcias.toml.not-a-service-of-rift on vade.`,
        }),
        recover,
      ],
      lasts: "until the next power loss",
    }),
    "own-unit": procedure({
      title: "Take MCIAS out of the control plane, and have systemd start it",
      summary:
        "As on the platform, where MCIAS runs on svc: it starts with the machine, before the first request for a token. Its data stays in place.",
      steps: [
        step("Remove its container", {
          why: "Two instances must not share the port or the database.",
          run: mcp.sh`podman rm --force mcias`,
          verify: check(
            "podman has no mcias",
            mcp.sh`podman ps --all --quiet --filter name=mcias`.printsNothing(),
          ),
        }),
        step("Remove it from the control plane", {
          why: "Otherwise the agent starts it again from its registry, and the next deploy starts it from the definition.",
          run: [
            mcp.sh`sqlite3 ${registry} ${"delete from components where name = 'mcias'"}`,
            vade.operator.sh`mv ${definitions}/mcias.toml ${definitions}/../mcias.toml.not-a-service-of-rift`,
          ],
          verify: [
            check(
              "the agent's registry has no mcias",
              mcp.sh`sqlite3 ${registry} ${"select count(*) from components where name = 'mcias'"}`.printsExactly(
                "0",
              ),
            ),
            check(
              "no definition names it",
              vade.operator.sh`grep --recursive --files-with-matches ${'^name = "mcias"$'} ${definitions}`
                .exits(1)
                .printsNothing(),
            ),
          ],
        }),
        step("Have systemd run it", {
          why: "A unit of its own starts at boot and needs no token.",
          onThePlatform:
            "There MCIAS runs on svc, in Docker, which starts it with the machine and without the control plane. `ssh svc 'docker ps | grep mcias'`, from your own login on vade, shows whether it runs: then there is nothing to type, and the checks ask `mcias.metacircular.net` in place of rift's address. Where MCIAS has to run on rift, write a unit for it into rift's NixOS configuration (`systemd.services.mcias`, with `wantedBy = [ \"multi-user.target\" ]` and the command of the definition that step 2 put aside), and run `nixos-rebuild switch` as root. The drill installed such a unit. Where neither is possible tonight, go on with the other procedure, `by-hand`.",
          run: [
            rift.root
              .sh`install --mode=0640 --group=mcp /srv/mcias/mcias.toml /etc/metacircular/mcias.toml`.typedAs(
              "",
            ),
            rift.put("/etc/systemd/system/mcias.service", { content: mciasServiceText(), typedAs: "" }),
            rift.root.sh`systemctl daemon-reload && systemctl enable --quiet --now mcias`.typedAs(""),
          ],
          verify: [drillOnly(systemd(rift).unitIsActive("mcias")), mciasAnswers],
          otherwise: {
            look: "On rift, `journalctl --unit mcias --lines 20` says why it ended.",
            take: "by-hand",
          },
        }),
        recover,
      ],
      endurance: [
        step("Cut the power once more, and type nothing until MCIAS answers", {
          why: "This proves the purpose of the procedure: MCIAS runs before the first request for a token.",
          ...losePower,
          verify: [...losePower.verify, mciasAnswers],
        }),
        recover,
      ],
    }),
  },

  checklist: [mciasAnswers, tokenIsKnown, namesResolve, queue.isHealthy(), allRun],
  losses: [
    // MCIAS may be a container or not: of it the accounts and tokens count.
    loss.lines(
      "containers",
      "containers besides MCIAS",
      mcp.sh`podman ps --all --no-trunc --format '{{.ID}} {{.Names}}' --filter name=mcns --filter name=mcq`,
    ),
    loss.rows(
      "accounts",
      "accounts of MCIAS",
      mcp,
      "/srv/mcias/mcias.db",
      "select name, hex(hash) from accounts",
    ),
    loss.rows("tokens", "tokens of MCIAS", mcp, "/srv/mcias/mcias.db", "select hash, account from tokens"),
    loss.files(rift.root, "/srv/mcns", "/srv/mcias", "/srv/mcq"),
  ],
  claims: [reproduces("own-unit", dnsDay(206))],
  never: [
    "Do not put a service under the control plane that the control plane itself needs to accept commands: MCIAS above all.",
    "Do not remove the token check from the agent to get access: every machine on the tailnet could then start containers.",
    "Do not give the agent a name for MCIAS that only MCNS answers: the agent starts MCNS, too.",
  ],
});
