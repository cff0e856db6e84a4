import type { Command } from "commander";
import type { Running } from "../views/running-table.ts";

/** The version of what `drill ps --json` prints. */
const schema = 1;

/** `drill ps`: which commands of this user drill what on this host. */
export const addPs = (program: Command): void => {
  program
    .command("ps")
    .description("show the drills and rigs of this host, and what waiting ones wait for")
    .option("--json", "print it as one line of JSON")
    .action(async (options: { json?: boolean }) => {
      const { renderRunning } = await import("../views/running-table.ts");
      const running = await whatRuns();
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ schema, ...running })}\n`
          : renderRunning(running, Date.now()),
      );
    });
};

/** Reads files alone: an engine that hangs does not keep it from telling who has it. */
export const whatRuns = async (dir?: string): Promise<Running> => {
  const [{ runningDrills }, { readClaims }, { keptRigs }, { leaseHolders }, engine, { enginePaths }] =
    await Promise.all([
      import("../machines/host/running-drills.ts"),
      import("../machines/host/claims.ts"),
      import("../machines/leftovers/left-rigs.ts"),
      import("../machines/engine/lease.ts"),
      import("../machines/engine/private-engine.ts"),
      import("../machines/engine/cache-paths.ts"),
    ]);
  const paths = enginePaths();
  return {
    drills: runningDrills(dir).map(({ owner, ...drill }) => ({ pid: owner.pid, ...drill })),
    rigs: [
      ...readClaims(dir).map((claim) => ({
        pid: claim.owner.pid,
        sinceMs: claim.sinceMs,
        label: claim.label,
        kinds: claim.kinds,
        machines: claim.machines,
        memoryMb: claim.memoryMb,
        state: claim.state,
        ...(claim.waitsFor === undefined ? {} : { waitsFor: claim.waitsFor.why }),
      })),
      ...keptRigs().map(({ owner, label, machines }) => ({
        pid: owner.pid,
        label,
        kinds: [...new Set(machines.map(({ kind }) => kind))],
        machines: machines.length,
        state: "kept" as const,
      })),
    ],
    engines: engine.isEngineAlive(paths)
      ? [{ folder: paths.stateDir, holders: leaseHolders(paths).map(({ pid }) => pid) }]
      : [],
  };
};
