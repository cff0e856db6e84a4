import { MachineError } from "#harness/errors.ts";
import { cannot } from "#harness/machines/cannot.ts";
import { usualMarginMs } from "#harness/machines/channel/calls.ts";
import type { FileOptions, Machine, Sample, Sampling } from "#harness/machines/machine.ts";
import type { CommandObservation, CommandRequest } from "#harness/probes/command/value.ts";
import {
  type ObservationOf,
  type ProbeKind,
  probeDefinition,
  type RequestOf,
  type SampledProbe,
} from "#harness/scenario/probe.ts";
import type { ScriptedMachineOptions } from "./options.ts";
import { answerCommand, answerProbe } from "./rules.ts";
import { Sandbox } from "./sandbox.ts";
import { newState, restart, type ScriptedState } from "./state.ts";

const quickMs = 8000;

/**
 * A machine for tests: it follows its rules, and has files, accounts and boots in memory. A test's rules define the
 * rest; with `sandbox` calls without a rule are real.
 */
export class ScriptedMachine implements Machine {
  readonly name: string;
  /** Pretends to be the default kind, so that scenarios need no change. */
  readonly kind = "container";
  readonly fidelity = { kernel: "none", reboot: "simulated", powerLoss: "simulated" } as const;
  readonly slowness = 1;
  readonly sampleIntervalMs = 100;
  readonly state: ScriptedState;
  /** Every received command, in order. */
  readonly executed: CommandRequest[] = [];
  readonly #options: ScriptedMachineOptions;
  readonly #sandbox: Sandbox | undefined;
  readonly #broken = Promise.withResolvers<never>();
  #isBroken = false;
  #hangs = false;

  constructor(name: string, options: ScriptedMachineOptions = {}) {
    this.name = name;
    this.#options = options;
    this.state = options.state ?? newState(options.users ?? []);
    this.#sandbox = options.sandbox === true ? new Sandbox(name, options.addresses ?? {}) : undefined;
    this.#broken.promise.catch(() => {});
  }

  /** Needed for a sandbox only. */
  async start(): Promise<void> {
    await this.#sandbox?.start();
  }

  /** The machine is gone, for running and later calls. */
  die(why = "the stream ended"): void {
    this.#isBroken = true;
    this.#broken.reject(
      new MachineError(`${this.name}: the channel to the machine ended while a request was under way`, {
        expected: "an answer",
        got: why,
      }),
    );
  }

  /** The machine stops answering. */
  hang(): void {
    this.#hangs = true;
  }

  exec(request: CommandRequest): Promise<CommandObservation> {
    this.executed.push(request);
    return this.#do(`as ${request.user ?? "root"}: ${request.script}`, request.timeoutMs, async () => {
      const answer = await answerCommand(this.#options.rules ?? [], request, this.state);
      if (answer !== undefined) return answer;
      if (this.#sandbox !== undefined) return this.#sandbox.channel.exec(request);
      const user = request.user ?? "root";
      if (!this.state.users.has(user)) throw new MachineError(`${this.name}: there is no user "${user}"`);
      throw new MachineError(`${this.name}: no rule of this scripted machine answers the command`, {
        command: request.script,
        next: "add a rule that matches it",
      });
    });
  }

  readFile(path: string): Promise<Uint8Array> {
    return this.#do(`read ${path}`, quickMs, async () => {
      if (this.#sandbox !== undefined) return this.#sandbox.channel.readFile(path);
      const file = this.state.files.get(path);
      if (file !== undefined) return file.data;
      throw new MachineError(`${this.name}: ${path} cannot be read: no such file or directory`);
    });
  }

  writeFile(path: string, data: Uint8Array | string, options: FileOptions = {}): Promise<void> {
    return this.#do(`write ${path}`, quickMs, async () => {
      if (this.#sandbox !== undefined) return this.#sandbox.channel.writeFile(path, data, options);
      const { mode = "0644", owner = "root:root" } = options;
      this.state.files.set(path, { data: Buffer.from(data), mode, owner });
    });
  }

  observe<Kind extends ProbeKind>(request: RequestOf<Kind>): Promise<ObservationOf<Kind>>;
  async observe(request: RequestOf<ProbeKind>) {
    if (request.kind === "command") return this.exec(request);
    const title = probeDefinition(request.kind).title(request);
    return this.#do(title, request.timeoutMs, async () => {
      const answer = await answerProbe(this.#options, request, this.state, this.#sandbox === undefined);
      if (answer !== undefined) return answer;
      if (this.#sandbox !== undefined) return this.#sandbox.channel.observe(request);
      throw new MachineError(`${this.name}: a scripted machine has no answer to a ${request.kind} probe`);
    });
  }

  async sample(
    probes: readonly SampledProbe[],
    intervalMs: number,
    onSample: (sample: Sample) => void,
  ): Promise<Sampling> {
    if (this.#sandbox !== undefined) return this.#sandbox.samplings.start(probes, intervalMs, onSample);
    const nowMs = this.#options.nowMs ?? Date.now;
    const ask = (probe: SampledProbe) => {
      const atMs = nowMs();
      // A dead machine sends no samples.
      this.observe(probe)
        .then((observation) => onSample({ id: probe.id, atMs, observation }))
        .catch(() => {});
    };
    const timer = setInterval(() => probes.forEach(ask), intervalMs);
    return { stop: async () => clearInterval(timer) };
  }

  reboot(): Promise<void> {
    return this.#restart("reboot", this.#options.onReboot);
  }

  powerLoss(): Promise<void> {
    return this.#restart("power loss", this.#options.onPowerLoss);
  }

  setLink(): Promise<void> {
    return cannot(this, "slow down a network");
  }

  moveClock(): Promise<void> {
    return cannot(this, "move its clock");
  }

  setDisk(): Promise<void> {
    return cannot(this, "have a faulty disk");
  }

  cutNetwork(network: string): Promise<void> {
    return this.#setNetwork(network, false);
  }

  healNetwork(network: string): Promise<void> {
    return this.#setNetwork(network, true);
  }

  logs(): Promise<string> {
    return Promise.resolve(`${this.state.log.join("\n")}\n${this.#sandbox?.console ?? ""}`);
  }

  /** Safe to call twice. */
  async stop(): Promise<void> {
    this.die("the machine was stopped");
    await this.#sandbox?.remove();
  }

  async #restart(how: string, hook: ((state: ScriptedState) => void) | undefined): Promise<void> {
    await this.#do(how, quickMs, async () => {
      await this.#sandbox?.down(how === "reboot");
      restart(this.state, how);
      hook?.(this.state);
      await this.#sandbox?.start();
    });
  }

  async #setNetwork(network: string, up: boolean): Promise<void> {
    await this.#do(`${up ? "heal" : "cut"} ${network}`, quickMs, async () => {
      if (this.#options.addresses?.[network] === undefined) {
        throw new MachineError(`${this.name}: the machine is in no network "${network}"`, {
          expected: `one of ${Object.keys(this.#options.addresses ?? {}).join(", ") || "none"}`,
        });
      }
      if (up) this.state.cut.delete(network);
      else this.state.cut.add(network);
      await this.#sandbox?.setNetwork(network, up);
    });
  }

  /** Like a channel: fails when the machine ends, and without an answer in time. */
  async #do<Result>(title: string, limitMs: number, work: () => Promise<Result>): Promise<Result> {
    if (this.#isBroken) return this.#broken.promise;
    if (!this.#hangs) return Promise.race([work(), this.#broken.promise]);
    const silence = Promise.withResolvers<never>();
    const waitedMs = limitMs + usualMarginMs;
    const timer = setTimeout(() => {
      const facts = { command: title, got: "nothing", waited: `${waitedMs / 1000} s` };
      silence.reject(new MachineError(`${this.name}: the machine did not answer`, facts));
    }, waitedMs);
    return Promise.race([silence.promise, this.#broken.promise]).finally(() => clearTimeout(timer));
  }
}
