import type { Project } from "../config/load-project.ts";
import type { Without } from "../drill/context.ts";
import type { DrillResult } from "../drill/run-drill.ts";
import type { Journal } from "../journal/open-journal.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import type { PodmanVersion } from "../scenario/podman-version.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { RunOptions } from "./run-options.ts";

/** A drill on one kind of machine that somebody asked for, with everything that is decided before it begins. */
export type DrillRequest = {
  /** As it is with the podman of this drill. */
  readonly scenario: Scenario;
  /** The name of its page, without an ending. @default the scenario's id */
  readonly page?: string;
  readonly procedures: readonly string[];
  readonly without: Without;
  readonly options: Pick<RunOptions, "keep" | "cold" | "capture" | "setup" | "engine" | "runbooks"> & {
    readonly on: MachineKind;
    /** Absent: the usual one, and nobody asked. */
    readonly podman?: PodmanVersion | undefined;
  };
  /** Whose inventory the page has, and whose commit the journal. */
  readonly project: Pick<Project, "root" | "inventory">;
  /** An empty folder for the journal and what is collected. */
  readonly reportDir: string;
  /** Called with the journal before its first line. */
  readonly attach: (journal: Journal) => void;
  /** Told what is not in the journal, for example that Ctrl-C was heard. */
  readonly notice: (line: string) => void;
};

export type DrillDone = DrillResult & {
  readonly journal: Pick<Journal, "file" | "events">;
  /** The picture of what was sampled; absent when nothing was. */
  readonly timelineFile?: string;
};
