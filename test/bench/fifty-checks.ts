import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, machine as machineHandle } from "drillbook";
import { systemClock } from "#harness/drill/clock.ts";
import type { RunContext } from "#harness/drill/context.ts";
import { requireAll } from "#harness/drill/run-checks.ts";
import { type Journal, openJournal } from "#harness/journal/open-journal.ts";
import type { Machine } from "#harness/machines/machine.ts";
import type { RunningRig } from "#harness/machines/rig-host.ts";
import { alternate, timed } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";
import { ensureGoss } from "./goss-package.ts";

const count = 50;
const names = Array.from({ length: count }, (_, index) => `true ${index + 1}`);

const gossFile = `command:\n${names
  .map((name) => `  ${name}:\n    exec: /bin/true\n    exit-status: 0\n`)
  .join("")}`;

/** The context of a drill's phase, with a journal file. */
const contextOf = async (bench: Bench, rig: RunningRig, journal: Journal): Promise<RunContext> => {
  const { scenario } = await bench.prepared();
  const [[procedureId, procedure] = []] = Object.entries(scenario.procedures);
  if (procedureId === undefined || procedure === undefined) throw new TypeError("no procedure");
  return {
    scenario,
    procedureId,
    procedure,
    without: { fault: false, steps: [] },
    kind: "container",
    rig,
    clock: systemClock,
    signal: bench.signal,
    emit: (event) => journal.append(event),
    seenRed: new Set(),
    counted: new Map(),
  };
};

const validate = async (machine: Machine): Promise<void> => {
  const script = "/usr/local/bin/goss --gossfile /root/goss.yaml validate";
  const seen = await machine.exec({ script, timeoutMs: 30_000 });
  if (seen.exitCode !== 0 || !seen.stdout.includes(`Count: ${count}, Failed: 0`)) {
    throw new Error(`goss ended with exit code ${seen.exitCode}: ${seen.stdout}${seen.stderr}`);
  }
};

/** Ours run as in a phase: evaluated, awaited, written into a journal. Theirs start through the same channel. */
export const fiftyChecks: Benchmark = {
  name: "checks",
  about: "50 checks of /bin/true, against goss in the same machine",
  run: async (bench) => {
    const goss = readFileSync(await ensureGoss(bench.onProgress));
    return bench.onMachine("bench: checks", async (machine, rig) => {
      await machine.writeFile("/usr/local/bin/goss", goss, { mode: "0755" });
      await machine.writeFile("/root/goss.yaml", gossFile);
      const { root } = machineHandle(machine.name, { addresses: {}, users: [] });
      const checks = names.map((name) => check(name, root.sh`/bin/true`));
      const journal = openJournal(join(bench.folder, "checks.ndjson"), { clock: systemClock });
      try {
        const context = await contextOf(bench, rig, journal);
        const ours = () => timed(() => requireAll(context, "steady", checks, 15_000));
        const theirs = () => timed(() => validate(machine));
        await alternate(2, ours, theirs);
        const measured = await alternate(bench.turns(40), ours, theirs);
        return [{ what: "50 checks, against goss", ...measured, limit: { kind: "ratio", most: 1 } }];
      } finally {
        journal.close();
      }
    });
  },
};
