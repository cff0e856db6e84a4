import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import {
  type ScriptedMachine,
  type ScriptedRigOptions,
  type ScriptedRule,
  type ScriptedState,
  scriptedRigHost,
} from "../../../test/scripted/rig-host.ts";
import type { ScriptedDns } from "../../../test/scripted/rules.ts";
import type { EventBody } from "../../journal/events.ts";
import type { RigHost } from "../../machines/rig-host.ts";
import type { DrillOptions } from "../../plan/plan-drills.ts";
import { planOf } from "../../plan/testing/plan-of.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { type DrillResult, runDrill } from "../run-drill.ts";
import type { Slots, Surroundings } from "../surroundings.ts";
import { lampScenario } from "./lamp.ts";
import { TestClock } from "./test-clock.ts";

const lampOf = (state: ScriptedState): string => String(state.notes.get("lamp") ?? "off");

const turned = (to: string) => (_: unknown, state: ScriptedState) => {
  state.notes.set("lamp", to);
  return {};
};

/** What the house does when nothing is wrong with it. */
const rules: readonly ScriptedRule[] = [
  { match: "turn on", answer: turned("on") },
  { match: "turn off", answer: turned("off") },
  { match: "lamp", answer: (_, state) => ({ stdout: `${lampOf(state)}\n` }) },
  { match: "complaints", answer: (_, state) => ({ stdout: lampOf(state) === "off" ? "it is dark\n" : "" }) },
  { match: "books", answer: { stdout: "atlas\ndictionary\n" } },
  { match: /^(house|whoami|night)$/, answer: {} },
  { match: /uname -r/, answer: { stdout: "kernel=6\n" } },
];

export type LampOptions = {
  readonly scenario?: Scenario;
  /** Asked before the usual ones. */
  readonly rules?: readonly ScriptedRule[];
  /** @default nobody listens */
  readonly dns?: ScriptedDns;
  readonly rig?: Omit<ScriptedRigOptions, "machines">;
  readonly wrapHost?: (host: RigHost) => RigHost;
  readonly clock?: TestClock;
  /** Told of each event as it happens. */
  readonly onEvent?: (event: EventBody, drill: { readonly interrupt: () => void }) => void;
  /** @default ["switch"] */
  readonly procedures?: readonly string[];
  readonly podman?: string;
  readonly startsAhead?: boolean;
  readonly slots?: Slots;
  readonly openHost?: Surroundings["openHost"];
} & Partial<Pick<DrillOptions, "without" | "keep" | "cold" | "capture" | "on">>;

export type LampDrill = DrillResult & {
  readonly events: readonly EventBody[];
  readonly machines: readonly ScriptedMachine[];
  readonly clock: TestClock;
  readonly reportDir: string;
};

/** A host of houses with a lamp. */
export const lampHost = (
  options: Pick<LampOptions, "rig" | "rules" | "dns"> & Pick<ScriptedRigOptions, "onMachine">,
): RigHost =>
  scriptedRigHost({
    ...options.rig,
    machines: {
      house: {
        rules: [...(options.rules ?? []), ...rules],
        ...(options.dns === undefined ? {} : { dns: options.dns }),
      },
    },
    ...(options.onMachine === undefined ? {} : { onMachine: options.onMachine }),
  });

/** A whole drill of the lamp on scripted machines; its report is there until the test has ended. */
export const drillLamp = async (options: LampOptions = {}): Promise<LampDrill> => {
  const clock = options.clock ?? new TestClock();
  const interruption = new AbortController();
  const events: EventBody[] = [];
  const machines: ScriptedMachine[] = [];
  const reportDir = mkdtempSync(join(tmpdir(), "drillbook-lamp-"));
  onTestFinished(() => rmSync(reportDir, { recursive: true }));
  const onMachine = (machine: ScriptedMachine) => machines.push(machine);
  const host = lampHost({ ...options, onMachine });
  const { scenario = lampScenario(), procedures = ["switch"], podman } = options;
  const { without, keep, cold, capture, on } = options;
  const asked = Object.fromEntries(
    Object.entries({ without, keep, cold, capture, on }).filter(([, value]) => value !== undefined),
  );
  const plan = planOf(scenario, {
    ...asked,
    procedure: procedures,
    ...(podman === undefined ? {} : { versions: { podman: [podman] } }),
  });
  const result = await runDrill(plan, {
    openHost: options.openHost ?? (async () => options.wrapHost?.(host) ?? host),
    clock,
    signal: interruption.signal,
    startsAhead: options.startsAhead ?? false,
    ...(options.slots === undefined ? {} : { slots: options.slots }),
    emit: (event) => {
      events.push(event);
      options.onEvent?.(event, { interrupt: () => interruption.abort() });
    },
    report: reportDir,
    version: "0.0.0",
    commit: "unknown",
  });
  return { ...result, events, machines, clock, reportDir };
};
