import type { CommandObservation, CommandRequest } from "../probes/command/value.ts";
import type { Fidelity, MachineKind } from "../scenario/machine-kind.ts";
import type { Observation, ObservationOf, ProbeKind, RequestOf, SampledProbe } from "../scenario/probe.ts";

export type Sample = {
  readonly id: string;
  /** Milliseconds since 1970 on the harness's clock, when the probe was sent. */
  readonly atMs: number;
  readonly observation: Observation;
};

export type FileOptions = {
  /** Octal. @default "0644" */
  readonly mode?: string;
  /** `user` or `user:group`. @default "root:root" */
  readonly owner?: string;
};

/** "full": nothing more can be written, also by root; "failing": writes fail with EIO, and reads do not. */
export type DiskState = "works" | "full" | "read-only" | "failing";

/** How a machine is cut off a network: its interface loses the carrier and keeps its address, unless that goes, too. */
export type NetworkCut = { readonly address?: "goes" };

/** How a link treats each frame, in either direction: it comes later, is lost, or waits for those before; all zero: as it is. */
export type LinkQuality = {
  readonly delayMs: number;
  readonly lossPercent: number;
  /** Kilobits a second. @default as many as come */
  readonly rateKbit?: number;
};

/** One disposable host. Every method rejects with MachineError when the machine or its channel fails. */
export interface Machine {
  readonly name: string;
  readonly kind: MachineKind;
  readonly fidelity: Fidelity;
  /** The factor by which time limits are longer than on real hardware. */
  readonly slowness: number;
  /** The interval at which probes do not slow down the services that they ask, in milliseconds. */
  readonly sampleIntervalMs: number;

  /** Runs a command to its end; a command that fails is a result, not an error. */
  exec(request: CommandRequest): Promise<CommandObservation>;
  /** @throws MachineError when the file cannot be read */
  readFile(path: string): Promise<Uint8Array>;
  /** Writes the whole file or nothing; parent directories are made. */
  writeFile(path: string, data: Uint8Array | string, options?: FileOptions): Promise<void>;
  /** Sees what a probe asks for. */
  observe<Kind extends ProbeKind>(request: RequestOf<Kind>): Promise<ObservationOf<Kind>>;
  /**
   * Repeats the probes every `intervalMs` until stopped, through reboots: while the machine is down there
   * are no samples. `onSample` is called as answers come: a late one comes after those sent later.
   */
  sample(
    probes: readonly SampledProbe[],
    intervalMs: number,
    onSample: (sample: Sample) => void,
  ): Promise<Sampling>;

  /** Shuts down in order and starts again; resolves when the machine is up (systemd reached its target). */
  reboot(): Promise<void>;
  /** Cuts the power without a warning to the guest, and starts the machine again. */
  powerLoss(): Promise<void>;
  cutNetwork(network: string, cut?: NetworkCut): Promise<void>;
  healNetwork(network: string): Promise<void>;
  setLink(network: string, quality: LinkQuality): Promise<void>;
  /** Moves the machine's clock, forward or (below zero) back. */
  moveClock(byMs: number): Promise<void>;
  /** Of the disk that holds the root file system. */
  setDisk(state: DiskState): Promise<void>;

  /** The journal of this boot and what the console printed, newest last. */
  logs(): Promise<string>;
}

export interface Sampling {
  stop(): Promise<void>;
}
