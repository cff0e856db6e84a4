import type { ImageContents } from "../scenario/image-contents.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import type { Rig } from "../scenario/rig.ts";
import type { Placeholder } from "../scenario/text.ts";
import type { MachineVersions } from "../variants/versions.ts";
import type { Room, Waiting } from "./host/claim-room.ts";
import type { Machine } from "./machine.ts";

/** Receives one line of progress of a slow operation. */
export type OnProgress = (line: string) => void;

/** Facts about the host of a rig, for the stamp of a page. */
export type HostFacts = {
  /** Engine and version, such as "Docker 20.10.24, private". */
  readonly engine: string;
  /** The digest of the image that the machines started from. */
  readonly imageDigest: string;
};

/** A rig whose machines are up. */
export interface RunningRig {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly facts: HostFacts;
  /** Of single machines, where they differ from the rig's. */
  readonly machineFacts?: ReadonlyMap<string, HostFacts>;
  resolveAddress(ref: Placeholder): string;
  /**
   * Removes every machine and network of the rig; safe to call twice, and at any moment.
   * @throws MachineError that lists what could not be removed, after everything else was
   */
  stop(): Promise<void>;
}

/**
 * A saved state of every machine of a rig, memory and disk. "ready": the rig's set-up is done; it outlives the
 * host, and is thrown away when anything it depends on has changed. "faulted": the incident is there; it ends with
 * the host.
 */
export type StateName = "ready" | "faulted";

/** Saved states of rigs, where the kind of machine has them. */
export interface RigStates {
  has(rig: Rig, name: StateName): Promise<boolean>;
  /** Pauses the machines while it saves them. @throws MachineError */
  save(rig: Rig, running: RunningRig, name: StateName): Promise<void>;
}

export type StartOptions = Waiting & {
  readonly label: string;
  /** The machines survive the end of this process. */
  readonly keep: boolean;
  /** The room that the caller has claimed for these machines. @default the start claims it */
  readonly room?: Room;
  /** Start from this saved state, which must be there. */
  readonly from?: StateName;
  /** Capture the packets of each network into `<network>.pcap` in this folder. */
  readonly captureDir?: string;
};

/** Starts rigs of one kind of machine. */
export interface RigHost extends AsyncDisposable {
  readonly kind: MachineKind;
  /** Absent where the kind cannot save machines. */
  readonly states?: RigStates;
  /** Present where a second rig with the same addresses can run beside the first, and its start hardly slows that down. */
  readonly startsAhead?: boolean;
  /**
   * Builds what is not cached yet: the machine image, and the rig's own image with its provisioning done.
   * Disposing the host ends this, too, and removes unfinished files.
   */
  prepare(rig: Rig, onProgress: OnProgress): Promise<void>;
  /**
   * Starts every machine of a prepared rig, as soon as this host has room for them; removes all of them on failure.
   * @throws HostNotReadyError when it never will
   */
  start(rig: Rig, options: StartOptions): Promise<RunningRig>;
}

/** The flags of a drill that reach its machines: a host of any kind is opened with all of them. */
export type MachineFlags = {
  /** What the host lacks is installed, and an engine is started. */
  readonly setup: boolean;
  readonly engine: "auto" | "private";
  /** No saved state of the machines is used, and none is made. */
  readonly cold?: boolean;
  /** The machines survive the drill. */
  readonly keep?: boolean;
  /** What passes in the networks is written to the report. */
  readonly capture?: boolean;
};

/** What a host of any kind is opened with. */
export type HostOptions = MachineFlags & {
  readonly kind: MachineKind;
  /** Of the machines that it is opened for. */
  readonly versions: MachineVersions;
  readonly contents: ImageContents;
};

/** Opens the host of a kind of machine. @throws HostNotReadyError when this host lacks what it takes */
export type OpenHost = (options: HostOptions, onProgress: OnProgress) => Promise<RigHost>;
