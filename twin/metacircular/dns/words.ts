import {
  type Check,
  check,
  dns,
  http,
  type MachineHandle,
  podman,
  type Raw,
  type Step,
  step,
} from "drillbook";
import { SERVICES } from "../configs/parts.ts";
import { mcp } from "../hosts.ts";
import { trusted } from "../profile.ts";
import { startsNot } from "../recovery-steps.ts";
import { service } from "../service-words.ts";
import { dnsRift, dnsVade, internet } from "./hosts.ts";
import { GOOGLE } from "./provision-internet.ts";

/** A name of the platform's zones, and one outside them. */
export const INTERNAL = `mcq.${SERVICES}`;
export const EXTERNAL = "google.com";

/** Look-ups through the servers of the machine's /etc/resolv.conf, as its programs do them. */
export const namesOn = (machine: MachineHandle) => ({
  internal: (): Check =>
    dns(machine)
      .asks(INTERNAL, "A", { as: `${machine.name}: ${INTERNAL} resolves`, within: "3s" })
      .answers(dnsRift.on("tailnet")),
  external: (): Check =>
    dns(machine)
      .asks(EXTERNAL, "A", { as: `${machine.name}: ${EXTERNAL} resolves`, within: "3s" })
      .answers(GOOGLE),
});

const run = service("mcns").podmanRun;

/** The same container, made and not started. */
const podmanCreate: Raw = {
  ...run,
  text: run.text.map((part) =>
    typeof part === "string" ? part.replace("podman run -d ", "podman create ") : part,
  ),
};

/** The platform's DNS server on rift, at its LAN address. */
export const mcns = {
  podmanRun: run,
  podmanCreate,
  runs: (): Check => podman(mcp).container("mcns").isRunning(),
  isHealthy: (): Check => service("mcns").isHealthy(),
  answersItself: (): Check =>
    dns(dnsVade)
      .asks(INTERNAL, "A", { server: dnsRift.on("lan"), as: `rift's DNS server answers for ${INTERNAL}` })
      .answers(dnsRift.on("tailnet")),
  answersTheWorld: (): Check =>
    dns(dnsVade)
      .asks(EXTERNAL, "A", { server: dnsRift.on("lan"), as: `rift's DNS server answers for ${EXTERNAL}` })
      .answers(GOOGLE),
  hasTheRecord: (): Check =>
    dns(dnsVade)
      .asks(INTERNAL, "A", { server: dnsRift.on("lan"), as: `${INTERNAL} is answered with authority` })
      .withFlags({ aa: true })
      .answers(dnsRift.on("tailnet")),
};

/** The public resolvers by their usual names, and the network of each in a drill. */
export const PUBLIC_RESOLVERS = { "1.1.1.1": "internet", "8.8.8.8": "internet-b" } as const;

/** Both resolvers of the internet, asked from the workstation. */
export const publicResolversAnswer = (): readonly Check[] =>
  Object.entries(PUBLIC_RESOLVERS).map(([name, network]) =>
    dns(dnsVade)
      .asks(EXTERNAL, "A", {
        server: internet.on(network),
        as: `the public resolver ${name} answers for ${EXTERNAL}`,
      })
      .answers(GOOGLE),
  );

/** MCNS has had other tags since its definition of the drill was written. */
export const tagIsTheDrills =
  "The tag of the image is the drill's: where `~/.config/mcp/services/mcns.toml` on vade has another one, type that.";

/** MCNS from its definition, with a binding for each address. */
export const startMcns = (why: string): Step =>
  step("Start MCNS from its definition", {
    why,
    onThePlatform: tagIsTheDrills,
    run: mcp.sh`${run}`,
    verify: [mcns.isHealthy(), mcns.answersItself(), mcns.answersTheWorld()],
    otherwise: startsNot("mcns"),
  });

/** The agent is reachable, and every container that should run does; otherwise `mcp ps` exits with 1. */
export const agentAnswers = (): Check => check("mcp ps: all is well", dnsVade.operator.sh`mcp ps`);

/** The agent itself, at one of its addresses, independent of the containers. */
export const agentIsReached = (network: "lan" | "tailnet"): Check =>
  http(dnsVade).answers(["https://", dnsRift.on(network), ":9444/v1/health"], 200, {
    as: `the agent, asked over the ${network === "lan" ? "LAN" : "tailnet"},`,
    ...trusted,
  });

/** Drops cached answers, which are kept for up to five minutes; a drill would have to wait for their end. */
export const forgetNames = (...machines: readonly MachineHandle[]) =>
  machines.map((machine) => machine.root.sh`resolvectl flush-caches`);
