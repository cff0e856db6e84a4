import { check, fails, perVersion, podman, procedure, refutes, reproduces, scenario, step } from "drillbook";
import {
  dnsRig,
  forgetNames,
  INTERNAL,
  mcns,
  namesOn,
  rift,
  startMcns,
  vade,
} from "#twin/metacircular/dns/index.ts";
import { mcp } from "#twin/metacircular/index.ts";
import { noAgentWith } from "#twin/metacircular/whole-platform.ts";
import { dr, incident } from "./claims/index.ts";

const names = namesOn(vade);
const stub = check(
  "systemd-resolved holds port 53 of the loopback address",
  rift.root.sh`ss --listening --udp --numeric --no-header --processes src 127.0.0.53`.prints(
    /systemd-resolve/,
  ),
);
const riftFindsNames = check("rift finds names", rift.root.sh`resolvectl query ${INTERNAL}`);
const checklist = [
  mcns.runs(),
  mcns.hasTheRecord(),
  mcns.answersTheWorld(),
  names.internal(),
  names.external(),
  stub,
  riftFindsNames,
];

const portIsTaken = perVersion("podman", {
  "5.4": /Failed to bind port 53 \(Address already in use\)/,
  "5.8": /Listen failed for HOST (?:TCP|UDP) port \S*53: Address already in use/,
  why: "pasta prints the message, and its 2026 release uses other words.",
});
const anyAddress = mcp.sh`podman run -d --name mcns --restart unless-stopped -v /srv/mcns:/srv/mcns -p 53:53/tcp -p 53:53/udp -p 127.0.0.1:38443:8443 mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 server --config /srv/mcns/mcns.toml`;

const remove = step("Remove the container that cannot start", {
  why: "It holds the name, and its published ports cannot be changed.",
  run: mcp.sh`podman rm --force mcns`,
  verify: check(
    "the name is free",
    mcp.sh`podman ps --all --quiet --filter name=${"^mcns$"}`.printsNothing(),
  ),
  otherwise:
    "Where podman says that the container is in use, `podman rm --force --time 0 mcns` ends it at once.",
});

const onHostNetwork = step("Start MCNS in the host's network", {
  why: "No port is published there, so podman binds none.",
  run: mcp.sh`podman run -d --name mcns --restart unless-stopped --network host -v /srv/mcns:/srv/mcns mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 server --config /srv/mcns/mcns.toml`,
  verify: mcns.answersItself(),
  within: "10s",
});

const withoutUdp = step("Start MCNS with both addresses, as the recovery document writes them", {
  why: "The document's fix has the addresses and no protocol.",
  run: mcp.sh`podman run -d --name mcns --restart unless-stopped -v /srv/mcns:/srv/mcns -p ${rift.on("lan")}:53:53 -p ${rift.on("tailnet")}:53:53 -p 127.0.0.1:38443:8443 mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 server --config /srv/mcns/mcns.toml`,
  verify: [mcns.isHealthy(), mcns.answersItself()],
  within: "10s",
});

export default scenario({
  id: "port-53-conflict",
  title: "The DNS server does not start: address already in use",
  source: 'The disaster-recovery document, "Common errors", and DNS-DAY',
  summary:
    "MCNS was created anew with port 53 of every address. systemd-resolved holds that port at the loopback address, so the container is made but does not start. `podman run` ends with exit code 126, and every later `podman start` with 125. The same command works on a machine where systemd-resolved does not run.",
  tags: ["dns", "podman", "ports"],
  notWith: noAgentWith,
  rig: dnsRig({ samples: [names.internal(), names.external()] }),

  steady: checklist,

  fault: [
    step("Create it in this way while systemd-resolved is stopped", {
      why: "There the same command works. It was in an operator's notes for that reason.",
      run: [
        rift.root.sh`systemctl stop systemd-resolved`,
        mcp.sh`podman rm --force --time 2 mcns`,
        anyAddress,
      ],
      verify: [mcns.isHealthy(), mcns.answersItself()],
    }),
    step("Create MCNS anew, with port 53 of every address", {
      why: "It is the shortest form of the option. Here systemd-resolved runs, as it does on rift.",
      run: [
        mcp.sh`podman rm --force --time 2 mcns`,
        rift.root.sh`systemctl start systemd-resolved`,
        anyAddress.exits(126, portIsTaken),
        ...forgetNames(vade, rift),
      ],
      verify: fails(mcns.isHealthy(), "MCNS does not answer"),
    }),
  ],
  breaks: [
    mcns.runs(),
    mcns.hasTheRecord(),
    mcns.answersTheWorld(),
    names.internal(),
    names.external(),
    riftFindsNames,
  ],
  symptoms: [
    check("podman says which port is taken", mcp.sh`podman start mcns`.exits(125, portIsTaken)),
    check(
      "the container exists and does not run",
      mcp.sh`podman ps --all --format ${"{{.Names}} {{.Status}}"}`.prints(/^mcns Created$/m),
    ),
    stub,
  ],
  preconditions: [podman(mcp).answers()],

  procedures: {
    "explicit-bindings": procedure({
      title: "Publish port 53 of each address by name",
      summary:
        "As in the definition. systemd-resolved keeps its address, and the machine can still resolve names.",
      steps: [remove, startMcns("With the LAN's and the tailnet's address, and never 0.0.0.0.")],
    }),
    "host-network": procedure({
      title: "Run MCNS in the host's network",
      summary: "It avoids podman's bindings.",
      steps: [remove, onHostNetwork],
      mustFail: {
        at: onHostNetwork,
        because:
          "MCNS binds port 53 of every address itself, and systemd-resolved still holds it at the loopback address.",
      },
    }),
    "without-udp": procedure({
      title: "Publish port 53 of each address without a protocol",
      summary: "It is the recovery document's fix, to the letter.",
      steps: [remove, withoutUdp],
      mustFail: {
        at: withoutUdp,
        because:
          "Without a protocol `-p` publishes TCP alone. The container runs and is healthy, and no question over UDP gets an answer.",
      },
    }),
  },

  checklist,
  claims: [
    reproduces(stub, incident(29)),
    reproduces("podman says which port is taken", dr(110)),
    reproduces("explicit-bindings", dr(85)),
    reproduces("host-network", incident(30)),
    refutes("without-udp", dr(111), "Without `/udp` these options publish TCP alone, and DNS needs both."),
  ],
  never: [
    "Do not publish port 53 of 0.0.0.0 on a machine that runs systemd-resolved.",
    "Do not stop systemd-resolved to free the port: without its stub the machine itself cannot resolve names.",
  ],
});
