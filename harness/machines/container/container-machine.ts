import { setTimeout as delay } from "node:timers/promises";
import type { Container } from "dockerode";
import { MachineError } from "../../errors.ts";
import type { Fidelity } from "../../scenario/machine-kind.ts";
import type { MachineSpec } from "../../scenario/rig.ts";
import { cannot } from "../cannot.ts";
import { AgentMachine } from "../channel/agent-machine.ts";
import { openChannel } from "../channel/channel.ts";
import { plainText } from "../console-text.ts";
import { startTimeoutMs, withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { onThisHost } from "../host-load.ts";
import type { LinkQuality, Machine, NetworkCut } from "../machine.ts";
import type { Port } from "../network/rig-networks.ts";
import { hostProcessor, paces } from "../pace.ts";
import { untilSystemdRuns } from "../readiness.ts";
import { type AgentStream, startAgent } from "./agent-stream.ts";
import type { ContainerNetworks } from "./container-networks.ts";
import { shutDown } from "./shut-down.ts";
import type { SystemdSettings } from "./systemd-settings.ts";

/** For an agent that hangs: one whose process ends is told at once, and a loaded host takes long to start Node. */
const helloMs = 60_000;
/** The last lines are kept: the end tells more than the boot. */
const consoleLines = 8;
const settleMs = 1000;

type ContainerMachineOptions = {
  readonly machine: MachineSpec;
  readonly engine: Engine;
  readonly networks: ContainerNetworks;
  readonly ports: readonly Port[];
  readonly settings: SystemdSettings;
};

/** A container with systemd, driven by the agent in it. */
export class ContainerMachine extends AgentMachine implements Machine {
  readonly kind = "container" as const;
  readonly fidelity: Fidelity = { kernel: "host", reboot: "simulated", powerLoss: "simulated" };
  readonly slowness: number;
  readonly sampleIntervalMs: number;
  readonly #pace = paces[hostProcessor()];
  readonly #engine: Engine;
  readonly #spec: MachineSpec;
  readonly #networks: ContainerNetworks;
  readonly #ports: readonly Port[];
  readonly #settings: SystemdSettings;
  #container: Container | undefined;
  #agent: AgentStream | undefined;

  constructor({ machine, engine, networks, ports, settings }: ContainerMachineOptions) {
    super(machine.name);
    this.#spec = machine;
    this.slowness = this.#pace.slowness;
    this.sampleIntervalMs = this.#pace.sampleIntervalMs;
    this.#engine = engine;
    this.#networks = networks;
    this.#ports = ports;
    this.#settings = settings;
  }

  /** Resolves when the machine in the container that was just started is up. */
  async connect(container: Container): Promise<void> {
    this.#container = container;
    try {
      await this.#networks.started(this.#spec, container);
      this.#agent = await startAgent(this.#engine.docker, container.id, this.#settings.agentBefore);
      const channel = await openChannel(this.#agent.stream, {
        machine: this.name,
        helloTimeoutMs: helloMs * this.slowness,
        marginMs: this.#pace.marginMs,
      });
      this.channel = channel;
      await untilSystemdRuns(this.name, channel);
      await this.samplings.attach(channel);
    } catch (error) {
      throw await this.explain(error);
    }
  }

  async reboot(): Promise<void> {
    const container = this.#started();
    const since = performance.now();
    await this.disconnect("it is rebooting");
    await shutDown(container, this.name);
    const { State } = await withDeadline(`GET /containers/${this.name}/json`, container.inspect());
    if (State.ExitCode === 137) {
      const waitedS = Math.round((performance.now() - since) / 1000);
      this.notes.push(`did not shut down within ${waitedS} s: its power was cut`);
    }
    await this.#startAgain(container);
  }

  async powerLoss(): Promise<void> {
    const container = this.#started();
    // Nothing is sent to the guest first, not even the end of the agent's stream.
    this.down = "its power was cut";
    const ended = container.wait();
    await withDeadline(`POST /containers/${this.name}/kill`, container.kill({ signal: "SIGKILL" }));
    await withDeadline(`POST /containers/${this.name}/wait`, ended);
    await this.disconnect("its power was cut");
    await this.#startAgain(container);
  }

  async cutNetwork(network: string, { address }: NetworkCut = {}): Promise<void> {
    const port = this.inNetwork(this.#ports, network);
    // An engine takes it with the interface.
    if (address === "goes" && this.#networks.by !== "engine") await this.takeAddress(port);
    await this.#networks.cut(port);
    await this.#resetDefaultRoute();
  }

  async healNetwork(network: string): Promise<void> {
    const port = this.inNetwork(this.#ports, network);
    await this.#networks.heal(port);
    await this.giveAddressBack(port);
    await this.#resetDefaultRoute();
  }

  setLink(network: string, quality: LinkQuality): Promise<void> {
    const port = this.inNetwork(this.#ports, network);
    const set = this.#networks.setQuality?.(port, quality);
    return set ?? cannot(this, "slow down a network: it is the engine's");
  }

  moveClock(): Promise<void> {
    return cannot(this, "move its clock: it is the host's");
  }

  setDisk(): Promise<void> {
    return cannot(this, "have a faulty disk: it is the host's");
  }

  async logs(): Promise<string> {
    // Every boot of the machine has the host's boot id, so this is the journal of all of them.
    return this.allLogs(await this.#console(Number.POSITIVE_INFINITY), "--boot");
  }

  /** Leaves the container as it is; the agent in it ends. */
  async detach(): Promise<void> {
    await this.disconnect("this command has released it");
  }

  async #startAgain(container: Container): Promise<void> {
    await withDeadline(`POST /containers/${this.name}/start`, container.start(), startTimeoutMs);
    await this.connect(container);
  }

  #started(): Container {
    if (this.#container) return this.#container;
    throw new MachineError(`${this.name}: ${this.down}`);
  }

  /** An engine sets one to its bridge whenever the networks change. */
  async #resetDefaultRoute(): Promise<void> {
    if (this.#networks.by !== "engine") return;
    const script = `/usr/lib/drillbook/default-route ${this.#ports[0]?.address ?? ""}`;
    await this.exec({ script, timeoutMs: onThisHost(5000) });
  }

  /** The error, with the state of a machine that has ended or does not answer. */
  protected override async explain(error: unknown): Promise<unknown> {
    if (!(error instanceof MachineError)) return error;
    // The stream ends a moment before the engine knows that the machine has.
    await Promise.race([this.#container?.wait(), delay(settleMs)]).catch(() => {});
    const state = await this.#container?.inspect().then(
      ({ State }) => State,
      () => undefined,
    );
    const told = [
      state === undefined
        ? "the engine no longer knows the machine"
        : state.Running
          ? "the machine still runs"
          : `the machine has ended with exit code ${state.ExitCode}${state.OOMKilled ? ", out of memory" : ""}`,
      this.#agent?.stderr().trim(),
      await this.#console(consoleLines),
    ];
    const got = [error.facts.got, ...told].filter(Boolean).join("\n");
    const headline = state?.Running ? error.message : `${this.name}: the machine has ended`;
    return new MachineError(headline, { ...error.facts, got, cause: error });
  }

  /** The last lines of its console. */
  async #console(lines: number): Promise<string> {
    const tail = Number.isFinite(lines) ? { tail: lines } : {};
    try {
      const output = await withDeadline(
        `GET /containers/${this.name}/logs`,
        this.#started().logs({ stdout: true, stderr: true, follow: false, ...tail }),
      );
      return plainText(output.toString());
    } catch {
      return "";
    }
  }
}
